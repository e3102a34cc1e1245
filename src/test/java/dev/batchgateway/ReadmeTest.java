package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README to the code: the keys in its short table are there, with their real defaults. */
class ReadmeTest {
    private static final Pattern KEY = Pattern.compile("`(gateway\\.[a-z.-]+|\\.[a-z-]+)`");
    private static final Pattern VALUE = Pattern.compile("`([^`]+)`");
    private static final Pattern ANYWHERE =
            Pattern.compile("`(gateway\\.(?:hubspot|callers|edge|dispatch|limit)\\.[a-z-]+)[=`]");

    @Test
    void theShortTableIsTheCodes() throws IOException {
        Map<String, String> real = defaults();
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("| `gateway.")) {
                document(line.split("\\|", -1), documented);
            }
        }

        documented.forEach((key, value) -> assertEquals(String.valueOf(real.get(key)), value, key));
        assertTrue(documented.size() > 10);
    }

    @Test
    void everyKeyThatIsNamedInAnyDocumentIsThere() throws IOException {
        Map<String, String> real = defaults();
        for (String file :
                new String[] {"README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operations.md"}) {
            for (Matcher key = ANYWHERE.matcher(Files.readString(Path.of(file))); key.find(); ) {
                assertTrue(real.containsKey(key.group(1)), key.group(1) + " in " + file);
            }
        }
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

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (Configured.Key key : Configured.keys()) {
            WithDefault byDefault = key.method().getAnnotation(WithDefault.class);
            defaults.put(key.name(), byDefault == null ? "not set" : byDefault.value());
        }
        return defaults;
    }
}
