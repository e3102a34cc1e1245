package dev.batchgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs {@link FakeHubSpot} understands. Each has a name (its {@code id}, or its property {@code name} when there
 * is no id) and a value, its property {@code v}, by which the writes of one name are told apart. A property
 * {@code kind} says what HubSpot thinks of it.
 */
public final class FakeInputs {
    /** What HubSpot thinks of an input. */
    public enum Kind {
        /** Nothing is wrong with it. */
        GOOD,
        /** Its properties are not valid: refused by itself with trace ids, with its whole call without. */
        BAD,
        /** It exists already, and its whole call is refused, trace ids or not; the refusal does not say which. */
        CONFLICT,
        /** It is written, and the answer does not mention it. */
        SILENT,
        /** There is no such record. */
        MISSING
    }

    /** An input as HubSpot reads it. */
    record Parsed(
            String name, int value, Kind kind, @Nullable String trace, boolean hasId) {}

    private FakeInputs() {}

    /** A new record. */
    public static String create(String name, int value, Kind kind) {
        return "{\"properties\":{\"name\":\"" + name + "\",\"v\":\"" + value + "\",\"kind\":\"" + kind + "\"}}";
    }

    /** A change to the record {@code id}, or a record to be made with it; or a question, where values mean nothing. */
    public static String keyed(String id, @Nullable String idProperty, int value, Kind kind) {
        return "{\"id\":\"" + id + "\"" + (idProperty == null ? "" : ",\"idProperty\":\"" + idProperty + "\"")
                + ",\"properties\":{\"v\":\"" + value + "\",\"kind\":\"" + kind + "\"}}";
    }

    static List<Parsed> parse(JsonNode inputs) {
        List<Parsed> parsed = new ArrayList<>(inputs.size());
        for (JsonNode input : inputs) {
            JsonNode properties = input.path("properties");
            boolean hasId = input.has("id");
            parsed.add(new Parsed(
                    hasId ? input.path("id").asText() : properties.path("name").asText(),
                    properties.path("v").asInt(),
                    Kind.valueOf(properties.path("kind").asText("GOOD")),
                    input.has("objectWriteTraceId")
                            ? input.path("objectWriteTraceId").asText()
                            : null,
                    hasId));
        }
        return parsed;
    }
}
