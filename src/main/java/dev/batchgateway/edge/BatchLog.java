package dev.batchgateway.edge;

import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Tellable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log for each batch: what it was, how its inputs ended, what it took. In lines {@code name=value}, in
 * JSON also as fields ({@code mdc}). A token, a property or any other text out of a body is in none of them; an account
 * is a short digest. Of refusals, which cost whoever causes them nothing, so many a second are written and the others
 * counted. Thread-safe.
 */
public final class BatchLog {
    private static final Logger LOG = Logger.getLogger(BatchLog.class);

    private final LongSupplier clock;
    /** By status, of which the gateway has few. */
    private final Map<Integer, Repeats> refusals = new ConcurrentHashMap<>();

    /**
     * By which a request is found again.
     *
     * @param trace the trace it is part of, empty when nobody follows it
     * @param span what it is in there
     */
    record Ids(String request, String trace, String span) {}

    /** @param clock a monotonic clock, in nanoseconds */
    public BatchLog(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A batch has ended.
     *
     * @param status of its answer
     * @param stopped why the gateway stopped it, if it did
     * @param correlationId of the gateway's own error; empty when it is answered with none
     */
    void ended(Ids ids, BatchLine.Ran ran, int status, @Nullable Reason stopped, String correlationId) {
        BatchResult result = ran.result();
        Outcomes outcomes = result.outcomes();
        Map<String, String> fields = start(ids, result.request().target(), status);
        fields.put("form", ran.form());
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
        fields.put("totalMillis", millis(ran.totalNanos()));
        if (stopped != null) {
            fields.put("stopped", stopped.name());
        }
        putUnlessEmpty(fields, "hubSpotCorrelationId", result.spans().refusedId());
        putUnlessEmpty(fields, "correlationId", correlationId);
        write(fields);
    }

    /** A batch was refused as a whole, or its caller left, before anything of it was sent; or it has met a bug. */
    void refused(Ids ids, Target target, int status, String category, String correlationId) {
        long leftOut = refusals.computeIfAbsent(status, s -> new Repeats()).admit(clock.getAsLong());
        if (leftOut < 0) {
            return;
        }
        Map<String, String> fields = start(ids, target, status);
        fields.put("category", category);
        putUnlessEmpty(fields, "correlationId", correlationId);
        putUnlessEmpty(fields, "leftOut", leftOut == 0 ? "" : String.valueOf(leftOut));
        write(fields);
    }

    /** A batch has met a bug, and there is nobody who could be told, or only by cutting what was begun. */
    void broken(Ids ids, Target target, Throwable bug) {
        LOG.errorf(Tellable.of(bug), "A bug: the batch of request %s broke", ids.request());
        Refusal refusal = EdgeErrors.refusal(bug);
        refused(ids, target, refusal.status(), refusal.category(), "");
    }

    private static Map<String, String> start(Ids ids, Target target, int status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("requestId", ids.request());
        putUnlessEmpty(fields, "traceId", ids.trace());
        putUnlessEmpty(fields, "spanId", ids.span());
        fields.put("operation", target.operation().name().toLowerCase(Locale.ROOT));
        fields.put("type", target.type());
        fields.put("status", String.valueOf(status));
        return fields;
    }

    private static void putUnlessEmpty(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
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
