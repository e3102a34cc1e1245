package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash (FNV-1a) of an input's content without its trace id, which callers may change between attempts. With
 * two million inputs the chance that any two different ones collide is about one in ten million.
 */
final class Fingerprint {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    static long of(HubSpotOperation operation, String objectType, JsonObject input) {
        return fields(input, text(objectType, text(operation.key(), BASIS)));
    }

    private static long value(@Nullable Object value, long hash) {
        if (value instanceof JsonObject object) {
            return fields(object, mix('{', hash));
        }
        if (value instanceof JsonArray array) {
            long mixed = mix('[', hash);
            for (Object element : array.getList()) {
                mixed = value(element, mixed);
            }
            return mix(']', mixed);
        }
        return text(String.valueOf(value), mix('"', hash));
    }

    private static long fields(JsonObject object, long hash) {
        long mixed = hash;
        for (var entry : object.getMap().entrySet()) {
            if (!entry.getKey().equals("objectWriteTraceId")) {
                mixed = value(entry.getValue(), text(entry.getKey(), mixed));
            }
        }
        return mix('}', mixed);
    }

    private static long text(String text, long hash) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(text.charAt(i), mixed);
        }
        return mix('\n', mixed);
    }

    private static long mix(char c, long hash) {
        return (hash ^ c) * PRIME;
    }
}
