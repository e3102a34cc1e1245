package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Faults and their rules as JSON, for the control plane. Of the rule's fields ({@code operation}, {@code path},
 * {@code firstCall}, {@code lastCall}, {@code times}, {@code probability}) each may be left out, as may every field
 * of a fault but its kind:
 *
 * <pre>{@code
 * {"kind":"reply","status":418,"headers":{"A":"b"},"body":"text","afterWriting":true}, or "bodyBase64" for bytes
 * {"kind":"status","status":502,"afterWriting":true,"operation":"objects.create","times":3}
 * {"kind":"html","status":520,"path":"/contacts/"}
 * {"kind":"locked"}
 * {"kind":"migrating","retryAfterSeconds":86400}
 * {"kind":"cut","moment":"before_reading" | "before_writing" | "after_writing" | "half_way"}
 * {"kind":"stall","afterWriting":true}
 * {"kind":"late","millis":2000}
 * {"kind":"applyLate","millis":2000}
 * {"kind":"throttle","policy":"ten_secondly" | "daily" | "secondly" | "unknown","times":20}
 * {"kind":"misshape","shape":"truncated_json" | "empty_results" | "no_results" | "results_without_ids"
 *     | "one_result_missing" | "one_result_twice","firstCall":10,"lastCall":20,"probability":0.1}
 * {"kind":"refuseInputs","nth":3,"status":500,"category":"INTERNAL_ERROR","message":"internal error"}
 * }</pre>
 */
final class FaultJson {
    private FaultJson() {}

    static JsonObject write(FaultRule rule) {
        JsonObject json = write(rule.fault());
        if (rule.operation() != null) {
            json.put("operation", rule.operation().key());
        }
        return json.put("path", rule.path())
                .put("firstCall", rule.firstCall())
                .put("lastCall", rule.lastCall())
                .put("times", rule.times())
                .put("probability", rule.probability());
    }

    private static JsonObject write(Fault fault) {
        if (fault instanceof Fault.Reply reply) {
            JsonObject headers = new JsonObject();
            reply.headers().forEach(headers::put);
            return kind("reply")
                    .put("status", reply.status())
                    .put("headers", headers)
                    .put(
                            "bodyBase64",
                            Base64.getEncoder().encodeToString(reply.body().getBytes()))
                    .put("afterWriting", reply.afterWriting());
        }
        if (fault instanceof Fault.Cut cut) {
            return kind("cut").put("moment", name(cut.moment()));
        }
        if (fault instanceof Fault.Stall stall) {
            return kind("stall").put("afterWriting", stall.afterWriting());
        }
        if (fault instanceof Fault.Late late) {
            return kind("late").put("millis", late.by().toMillis());
        }
        if (fault instanceof Fault.ApplyLate late) {
            return kind("applyLate").put("millis", late.by().toMillis());
        }
        if (fault instanceof Fault.Throttle throttle) {
            return kind("throttle").put("policy", name(throttle.policy()));
        }
        if (fault instanceof Fault.Misshape misshape) {
            return kind("misshape").put("shape", name(misshape.shape()));
        }
        Fault.RefuseInputs refusal = (Fault.RefuseInputs) fault;
        return kind("refuseInputs")
                .put("nth", refusal.nth())
                .put("status", refusal.status())
                .put("category", refusal.category())
                .put("message", refusal.message());
    }

    /**
     * The rule a JSON object describes.
     *
     * @throws IllegalArgumentException if it describes none
     */
    static FaultRule read(JsonObject json) {
        FaultRule rule = FaultRule.of(fault(json))
                .onPath(json.getString("path", ""))
                .onCalls(json.getInteger("firstCall", 1), json.getInteger("lastCall", Integer.MAX_VALUE))
                .times(json.getInteger("times", 1))
                .withProbability(json.getDouble("probability", 1.0));
        String operation = json.getString("operation");
        return operation == null
                ? rule
                : rule.on(HubSpotOperation.ofKey(operation)
                        .orElseThrow(() -> new IllegalArgumentException("There is no operation " + operation)));
    }

    private static Fault fault(JsonObject json) {
        boolean afterWriting = json.getBoolean("afterWriting", false);
        String kind = json.getString("kind", "");
        return switch (kind) {
            case "reply" -> reply(json, afterWriting);
            case "status" -> after(Fault.status(json.getInteger("status", 500)), afterWriting);
            case "html" -> after(Fault.html(json.getInteger("status", 502)), afterWriting);
            case "locked" -> Fault.locked();
            case "migrating" -> Fault.migrating(Duration.ofSeconds(json.getLong("retryAfterSeconds", 86_400L)));
            case "cut" -> new Fault.Cut(constant(Fault.Cut.Moment.class, json.getString("moment", "after_writing")));
            case "stall" -> new Fault.Stall(afterWriting);
            case "late" -> new Fault.Late(millis(json));
            case "applyLate" -> new Fault.ApplyLate(millis(json));
            case "throttle" ->
                new Fault.Throttle(constant(ThrottlePolicy.class, json.getString("policy", "ten_secondly")));
            case "misshape" ->
                new Fault.Misshape(constant(Fault.Misshape.Shape.class, json.getString("shape", "truncated_json")));
            case "refuseInputs" ->
                new Fault.RefuseInputs(
                        json.getInteger("nth", 1),
                        json.getInteger("status", 500),
                        json.getString("category", "INTERNAL_ERROR"),
                        json.getString("message", "Simulated refusal of one input"));
            default -> throw new IllegalArgumentException("There is no fault of kind '" + kind + "'");
        };
    }

    private static Fault reply(JsonObject json, boolean afterWriting) {
        Map<String, String> headers = new HashMap<>();
        Optional.ofNullable(json.getJsonObject("headers"))
                .ifPresent(given -> given.forEach(
                        entry -> headers.put(entry.getKey(), entry.getValue().toString())));
        String encoded = json.getString("bodyBase64");
        Buffer body = encoded == null
                ? Buffer.buffer(json.getString("body", ""))
                : Buffer.buffer(Base64.getDecoder().decode(encoded));
        return new Fault.Reply(json.getInteger("status", 200), headers, body, afterWriting);
    }

    private static Fault after(Fault.Reply reply, boolean afterWriting) {
        return afterWriting ? reply.afterWrite() : reply;
    }

    private static Duration millis(JsonObject json) {
        return Duration.ofMillis(json.getLong("millis", 1_000L));
    }

    private static JsonObject kind(String kind) {
        return new JsonObject().put("kind", kind);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
