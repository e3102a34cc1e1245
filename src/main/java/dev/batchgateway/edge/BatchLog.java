package dev.batchgateway.edge;

import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Caller;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line of the log for each batch: what it was, how its inputs ended, what it took. In lines {@code name=value}, in
 * JSON also as fields ({@code mdc}). A token, a property or any other text out of a body is in none of them; an account
 * is a short digest.
 */
final class BatchLog {
    private static final Logger LOG = Logger.getLogger(BatchLog.class);
    /** As {@link EdgeErrors} answers it. */
    private static final int BUG_STATUS = 500;

    private BatchLog() {}

    /**
     * A batch has ended.
     *
     * @param form in which it came in and goes out, {@code json/json} for example
     * @param status of its answer
     * @param totalNanos how long it took
     */
    static void ended(String requestId, BatchResult result, String form, int status, long totalNanos) {
        Outcomes outcomes = result.outcomes();
        Map<String, String> fields = start(requestId, result.request().target(), status);
        fields.put("form", form);
        Caller caller = result.request().caller();
        String account = Accounts.digest(caller.authorization());
        fields.put("account", account);
        if (!caller.identity().equals(account)) {
            fields.put("caller", caller.identity());
        }
        fields.put("inputs", String.valueOf(outcomes.inputs()));
        fields.put("succeeded", String.valueOf(outcomes.succeeded()));
        fields.put("rejected", String.valueOf(outcomes.rejected()));
        fields.put("unconfirmed", String.valueOf(outcomes.unconfirmed()));
        fields.put("unsent", String.valueOf(outcomes.unsent()));
        fields.put("unpaired", String.valueOf(outcomes.unpaired()));
        fields.put("calls", String.valueOf(result.calls()));
        fields.put("retries", String.valueOf(result.retries()));
        fields.put("permitsMillis", millis(result.waitedNanos()));
        fields.put("hubSpotMillis", millis(result.hubSpotNanos()));
        fields.put("totalMillis", millis(totalNanos));
        String refused = result.spans().refusedId();
        if (!refused.isEmpty()) {
            fields.put("hubSpotCorrelationId", refused);
        }
        write(fields);
    }

    /** A batch was refused as a whole before anything of it was sent, or has met a bug of ours. */
    static void refused(String requestId, Target target, Throwable failure) {
        int status = failure instanceof Refusal refusal ? refusal.status() : BUG_STATUS;
        Map<String, String> fields = start(requestId, target, status);
        fields.put("category", failure instanceof Refusal refusal ? refusal.category() : "INTERNAL_ERROR");
        write(fields);
    }

    private static Map<String, String> start(String requestId, Target target, int status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("requestId", requestId);
        fields.put("operation", target.operation().name().toLowerCase(Locale.ROOT));
        fields.put("type", target.type());
        fields.put("status", String.valueOf(status));
        return fields;
    }

    private static void write(Map<String, String> fields) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        StringJoiner line = new StringJoiner(" ", "batch ", "");
        fields.forEach((name, value) -> {
            MDC.put(name, value);
            line.add(name + "=" + value);
        });
        LOG.info(line);
        fields.keySet().forEach(MDC::remove);
    }

    private static String millis(long nanos) {
        return String.valueOf(TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
