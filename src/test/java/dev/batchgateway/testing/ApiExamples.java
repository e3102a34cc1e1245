package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The examples of the interface's description: what they ask for, and whether answers are what they show. */
public final class ApiExamples {
    /** Where what was answered is put down, for whoever changes an example. */
    private static final Path ANSWERED = Path.of("target", "openapi-examples");

    private static final ApiDescription SERVED = ApiDescription.served();
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiExamples() {}

    /** Their names. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        SERVED.root().at("/components/examples").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** One as it goes over the wire: of JSON in one line, of lines as it is. */
    public static String text(String name) {
        JsonNode value = SERVED.root().at("/components/examples/" + name + "/value");
        if (value.isMissingNode()) {
            throw new AssertionError("There is no example " + name);
        }
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** Fails unless the answer's body is the example, but for times and correlation ids. */
    public static void assertShown(String name, GatewayAnswer answer) {
        putDown(name, answer.body());
        boolean isLines = answer.header("Content-Type").startsWith("application/x-ndjson");
        assertEquals(settled(text(name), isLines), settled(answer.body(), isLines), name);
    }

    private static void putDown(String name, String body) {
        try {
            Files.createDirectories(ANSWERED);
            Files.writeString(ANSWERED.resolve(name), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What does not change from run to run; lines of a stream come in no order. */
    private static Set<JsonNode> settled(String text, boolean isLines) {
        String steady = text.replaceAll(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "2026-01-01T00:00:00.000Z")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-4000-8000-000000000000");
        Set<JsonNode> parts = new HashSet<>();
        for (String part : isLines ? steady.lines().toList() : List.of(steady)) {
            try {
                parts.add(JSON.readTree(part));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
        return parts;
    }
}
