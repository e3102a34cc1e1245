package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The configuration reference is the code's; with {@code -Dconfiguration.reference=write} it becomes so. */
class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("docs", "configuration.md");

    @Test
    void theReferenceIsTheCodes() throws IOException {
        String text = ConfigurationReference.text();
        if ("write".equals(System.getProperty("configuration.reference"))) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }

        assertEquals(
                text,
                Files.readString(FILE),
                "Write it anew: ./mvnw test -Dtest=ConfigurationReferenceTest -Dconfiguration.reference=write");
    }

    @Test
    void nothingOfTheCommentsMarkupIsLeft() throws IOException {
        String text = ConfigurationReference.text();

        assertFalse(text.contains("{@") || text.contains("*/"), text);
        for (ConfigKey key : Configured.listed()) {
            assertTrue(text.contains("| `" + key.name() + "`<br>`" + key.variable() + "` |"), key.name());
        }
    }
}
