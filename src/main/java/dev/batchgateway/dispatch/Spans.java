package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.json.Slice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the answers of a batch's calls have in common with the one answer it gets: times, status, unknown members. */
public final class Spans {
    private static final int MULTI_STATUS = 207;

    private @Nullable Instant requestedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;
    private String state = "";
    private int successStatus;
    private String refusedId = "";
    private final Map<String, Slice> others = new LinkedHashMap<>();

    void add(Answer answer) {
        requestedAt = earlier(requestedAt, answer.requestedAt());
        startedAt = earlier(startedAt, answer.startedAt());
        completedAt = later(completedAt, answer.completedAt());
        if (state.isEmpty() || state.equals("COMPLETE")) {
            state = answer.state();
        }
        if (successStatus == 0 && answer.status() != MULTI_STATUS) {
            successStatus = answer.status();
        }
        answer.others().forEach((name, whole) -> others.putIfAbsent(name, whole.compact()));
    }

    void refused(@Nullable HubSpotError error) {
        String id = error == null ? "" : error.correlationId();
        refusedId = id.isEmpty() ? refusedId : id;
    }

    /** The {@code correlationId} of the last call that HubSpot refused, by which it finds it; empty without one. */
    public String refusedId() {
        return refusedId;
    }

    /** What they have in common with the answers of another run of the same batch, which came before. */
    Spans after(Spans earlier) {
        Spans both = new Spans();
        both.requestedAt = earlier(earlier.requestedAt, requestedAt);
        both.startedAt = earlier(earlier.startedAt, startedAt);
        both.completedAt = later(earlier.completedAt, completedAt);
        both.state = earlier.state.isEmpty() || earlier.state.equals("COMPLETE") ? state : earlier.state;
        both.state = both.state.isEmpty() ? earlier.state : both.state;
        both.successStatus = earlier.successStatus == 0 ? successStatus : earlier.successStatus;
        both.others.putAll(earlier.others);
        others.forEach(both.others::putIfAbsent);
        both.refusedId = refusedId.isEmpty() ? earlier.refusedId : refusedId;
        return both;
    }

    /** The earliest {@code requestedAt} of the calls; null when none had one. */
    public @Nullable Instant requestedAt() {
        return requestedAt;
    }

    /** The earliest {@code startedAt} of the calls; null when none had one. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    /** The latest {@code completedAt} of the calls; null when none had one. */
    public @Nullable Instant completedAt() {
        return completedAt;
    }

    /** {@code COMPLETE}, unless a call said otherwise; empty when none said anything. */
    public String state() {
        return state;
    }

    /** The first success status that was not 207; 0 when there was none. */
    public int successStatus() {
        return successStatus;
    }

    /** Members of HubSpot's answers that the gateway does not know, whole, by name; of each the first. */
    public Map<String, Slice> others() {
        return others;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }
}
