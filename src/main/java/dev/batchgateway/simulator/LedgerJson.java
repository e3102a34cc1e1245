package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ledger as JSON, for the control plane. */
final class LedgerJson {
    private LedgerJson() {}

    static JsonObject write(LedgerSummary summary) {
        JsonObject statuses = new JsonObject();
        summary.statuses().forEach((status, calls) -> statuses.put(Integer.toString(status), calls));
        JsonObject operations = new JsonObject();
        summary.operations().forEach((operation, counts) -> operations.put(operation.key(), write(counts)));
        return new JsonObject()
                .put("calls", summary.calls())
                .put("writes", summary.writes())
                .put("throttled", summary.throttled())
                .put("mostInFlight", summary.mostInFlight())
                .put("statuses", statuses)
                .put("operations", operations);
    }

    private static JsonObject write(LedgerSummary.Counts counts) {
        return new JsonObject()
                .put("calls", counts.calls())
                .put("inputs", counts.inputs())
                .put("writes", counts.writes())
                .put("mostInputs", counts.mostInputs());
    }

    static JsonObject write(ReceivedCall call) {
        JsonObject headers = new JsonObject();
        call.headers().forEach(headers::put);
        return new JsonObject()
                .put("number", call.number())
                .put("operation", call.operation().key())
                .put("method", call.method())
                .put("path", call.path())
                .put("caller", call.caller())
                .put("headers", headers)
                .put("at", call.at().toString())
                .put("body", call.body())
                .put("inputs", call.inputs())
                .put("status", call.status());
    }

    static JsonObject write(WrittenInput write) {
        return new JsonObject()
                .put("call", write.call())
                .put("operation", write.operation().key())
                .put("objectType", write.objectType())
                .put("recordId", write.recordId())
                .put("created", write.created())
                .put("raw", write.raw())
                .put("traceId", write.traceId())
                .put("fingerprint", Long.toHexString(write.fingerprint()))
                .put("at", write.at().toString());
    }

    /** Part of a list: {@code limit} elements from the one at {@code from} (0 first), and how many there are in all. */
    static <T> JsonObject page(List<T> all, int from, int limit, Function<T, @Nullable Object> writer) {
        JsonArray shown = new JsonArray();
        all.stream().skip(from).limit(limit).map(writer).forEach(shown::add);
        return new JsonObject().put("total", all.size()).put("results", shown);
    }
}
