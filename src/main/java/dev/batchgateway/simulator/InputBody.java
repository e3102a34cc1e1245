package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code inputs}: its fields, and where it stands in the body it came in.
 *
 * @param properties those of {@code fields} with every value as text; a null is the empty text, by which HubSpot
 *     clears a property
 * @param start offset of its first byte
 * @param end offset of the byte after its last one
 */
record InputBody(JsonObject fields, Map<String, String> properties, Buffer body, int start, int end) {

    static InputBody of(JsonObject fields, Buffer body, int start, int end) {
        return new InputBody(fields, texts(fields.getValue("properties")), body, start, end);
    }

    private static Map<String, String> texts(@Nullable Object given) {
        if (!(given instanceof JsonObject properties)) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        properties.getMap().forEach((name, value) -> texts.put(name, value == null ? "" : value.toString()));
        return texts;
    }

    /** Its bytes as received. */
    String raw() {
        return body.getString(start, end);
    }

    /** The text of a field, numbers included; empty if it has none or it is null. */
    String text(String field) {
        Object value = fields.getValue(field);
        return value == null ? "" : value.toString();
    }

    Optional<String> traceId() {
        return Optional.of(text("objectWriteTraceId")).filter(id -> !id.isEmpty());
    }

    /** The {@code id} inside a field that is an object, such as {@code from}; empty if there is none. */
    String idIn(String field) {
        return fields.getValue(field) instanceof JsonObject object && object.getValue("id") != null
                ? object.getValue("id").toString()
                : "";
    }
}
