package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README to the code: its configuration table names every key there is, with its real default. */
class ReadmeTest {
    private static final Pattern KEY = Pattern.compile("`(gateway\\.[a-z.-]+|\\.[a-z-]+)`");
    private static final Pattern VALUE = Pattern.compile("`([^`]+)`");

    @Test
    void configurationTableIsTheCodes() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("| `gateway.")) {
                document(line.split("\\|", -1), documented);
            }
        }

        assertEquals(keysOf(GatewayConfig.class, "gateway"), documented);
    }

    @Test
    void theConfigurationHasKeysAtAll() {
        assertTrue(keysOf(GatewayConfig.class, "gateway").size() > 10);
    }

    /** A row may name two keys of one section, the second by its last part: {@code `a.b.x`, `.y` | `1`, `2`}. */
    private static void document(String[] columns, Map<String, String> documented) {
        Matcher key = KEY.matcher(columns[1]);
        Matcher value = VALUE.matcher(columns[2]);
        String section = "";
        while (key.find() && value.find()) {
            String name = key.group(1).startsWith(".") ? section + key.group(1) : key.group(1);
            section = name.substring(0, name.lastIndexOf('.'));
            documented.put(name, value.group(1));
        }
    }

    private static Map<String, String> keysOf(Class<?> section, String prefix) {
        Map<String, String> keys = new TreeMap<>();
        for (Method method : section.getMethods()) {
            String key = prefix + "." + kebab(method.getName());
            WithDefault byDefault = method.getAnnotation(WithDefault.class);
            if (byDefault != null) {
                keys.put(key, byDefault.value());
            } else if (method.getReturnType() == Optional.class) {
                keys.put(key, "not set");
            } else {
                keys.putAll(keysOf(method.getReturnType(), key));
            }
        }
        return keys;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
