package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a call.
 *
 * @param fields everything but {@code inputs}
 * @param inputs empty if the body has no {@code inputs} or they are no array (EXAMPLES 33)
 */
record BatchBody(JsonObject fields, Optional<List<InputBody>> inputs, Buffer bytes) {

    /** The whole body as one input, which it is where a call writes a single record. */
    InputBody asInput() {
        return InputBody.of(fields, bytes, 0, bytes.length());
    }

    /** The texts of a field that is a list, each once; empty without one. */
    Set<String> texts(String field) {
        Set<String> texts = new LinkedHashSet<>();
        if (fields.getValue(field) instanceof JsonArray array) {
            array.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    String text(String field) {
        Object value = fields.getValue(field);
        return value == null ? "" : value.toString();
    }
}
