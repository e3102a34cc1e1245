package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful (2xx) answer to one call, taken apart but not decoded.
 *
 * @param status the HTTP status
 * @param results the elements of {@code results}
 * @param errors the elements of {@code errors}
 * @param state HubSpot's {@code status} ({@code COMPLETE} in all recordings); empty when there is none
 * @param requestedAt null when HubSpot gave none
 * @param startedAt null when HubSpot gave none
 * @param completedAt null when HubSpot gave none
 * @param others members the gateway does not know, by name, each whole
 */
public record Answer(
        int status,
        List<Slice> results,
        List<Slice> errors,
        String state,
        @Nullable Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Map<String, Slice> others) {

    /** Bytes of its results and errors: nearly all of it. */
    public long bytes() {
        long bytes = 0;
        for (Slice result : results) {
            bytes += result.length();
        }
        for (Slice error : errors) {
            bytes += error.length();
        }
        return bytes;
    }

    /** An answer without a body, such as 204. */
    public static Answer empty(int status) {
        return new Answer(status, List.of(), List.of(), "", null, null, null, Map.of());
    }
}
