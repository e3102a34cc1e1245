package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A whole NDJSON answer, checked: each position once, the summary last, and its counts those of the lines. */
public final class Streamed {
    private final Map<Integer, JsonObject> byPosition = new TreeMap<>();
    private final List<Integer> order = new ArrayList<>();
    private final JsonObject summary;

    private Streamed(List<JsonObject> lines) {
        assertFalse(lines.isEmpty(), "There is not even a summary");
        JsonObject last = lines.get(lines.size() - 1).getJsonObject("summary");
        assertNotNull(last, () -> "The last line is no summary: " + lines.get(lines.size() - 1));
        this.summary = last;
        for (JsonObject line : lines.subList(0, lines.size() - 1)) {
            int position = line.getInteger("position");
            assertTrue(byPosition.put(position, line) == null, () -> "Twice: " + line);
            order.add(position);
        }
        for (String outcome : List.of("succeeded", "rejected", "unconfirmed", "unsent")) {
            assertEquals(count(outcome), summary.getInteger(outcome), () -> outcome + " of " + summary);
        }
        assertEquals(byPosition.size(), summary.getInteger("inputs"));
        for (int position = 0; position < byPosition.size(); position++) {
            assertTrue(byPosition.containsKey(position), "Missing: " + position);
        }
    }

    /** What the lines say. */
    public static Streamed of(List<JsonObject> lines) {
        return new Streamed(lines);
    }

    /** The lines of a body. */
    public static Streamed of(String body) {
        return of(body.lines().map(JsonObject::new).toList());
    }

    /** The line of a position. */
    public JsonObject at(int position) {
        JsonObject line = byPosition.get(position);
        assertNotNull(line, () -> "No line of " + position);
        return line;
    }

    /** Its only result. */
    public JsonObject result(int position) {
        assertEquals(1, at(position).getJsonArray("results").size());
        return at(position).getJsonArray("results").getJsonObject(0);
    }

    /** Its error. */
    public JsonObject error(int position) {
        @Nullable JsonObject error = at(position).getJsonObject("error");
        assertNotNull(error, () -> "No error in " + at(position));
        return error;
    }

    /** How it ended. */
    public String outcome(int position) {
        return at(position).getString("outcome");
    }

    /** The last line. */
    public JsonObject summary() {
        return summary;
    }

    /** The positions in the order of the lines. */
    public List<Integer> order() {
        return order;
    }

    /** Lines of an outcome. */
    public int count(String outcome) {
        return (int) byPosition.values().stream()
                .filter(line -> line.getString("outcome").equals(outcome))
                .count();
    }
}
