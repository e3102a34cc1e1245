package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Spoils the body of an answer (see {@link Fault.Misshape}). */
final class Misshaper {
    private final BodyWriter writer;

    Misshaper(BodyWriter writer) {
        this.writer = writer;
    }

    Buffer spoil(JsonObject body, Fault.Misshape.Shape shape) {
        JsonArray results = body.getValue("results") instanceof JsonArray given ? given : new JsonArray();
        switch (shape) {
            case TRUNCATED_JSON -> {
                Buffer whole = writer.write(body);
                return whole.slice(0, whole.length() * 2 / 3);
            }
            case EMPTY_RESULTS -> body.put("results", new JsonArray());
            case NO_RESULTS -> body.remove("results");
            case RESULTS_WITHOUT_IDS -> results.forEach(result -> ((JsonObject) result).remove("id"));
            case ONE_RESULT_MISSING -> {
                if (!results.isEmpty()) {
                    results.remove(0);
                }
            }
            case ONE_RESULT_TWICE -> {
                if (!results.isEmpty()) {
                    results.add(results.getValue(0));
                }
            }
        }
        return writer.write(body);
    }
}
