package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A property and the value a written input may have for it. */
record PropertyValue(String property, String value) {

    boolean isIn(WrittenInput write) {
        // Reading JSON costs more than looking for the name, which most inputs of a large ledger lack.
        if (!write.raw().contains(property)) {
            return false;
        }
        try {
            JsonObject input = new BodyReader().object(Buffer.buffer(write.raw()));
            return input.getValue("properties") instanceof JsonObject properties
                    && value.equals(String.valueOf(properties.getValue(property)));
        } catch (MalformedBody e) {
            throw new IllegalStateException("A written input was read before", e);
        }
    }
}
