package dev.batchgateway.simulator;

import static java.util.function.Function.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings that are numbers: how much, how often, how many at once, how slow. */
public final class Limits {
    /** Object calls per token in any {@link #WINDOW_MILLIS} (API-FACTS 2.3). */
    public static final Setting<Integer> PERMITS = Setting.number("permits", 100, 1, 1_000_000);

    /** Span of the rolling window of {@link #PERMITS} and {@link #ASSOCIATION_PERMITS}, in milliseconds. */
    public static final Setting<Integer> WINDOW_MILLIS = Setting.number("windowMillis", 10_000, 1, 3_600_000);

    /** Association calls per token in any {@link #WINDOW_MILLIS}; a budget of their own (API-FACTS 2.3). */
    public static final Setting<Integer> ASSOCIATION_PERMITS = Setting.number("associationPermits", 100, 1, 1_000_000);

    /** Searches per token in any second (API-FACTS 2.3). */
    public static final Setting<Integer> SEARCH_PERMITS = Setting.number("searchPermits", 5, 1, 1_000_000);

    /** Calls per token and day of the clock's UTC; refused ones count too (API-FACTS 2.3). */
    public static final Setting<Integer> DAILY_QUOTA = Setting.number("dailyQuota", 1_000_000, 0, 2_000_000_000);

    /** Calls answered at the same time; one more gets a 502. 0: no limit. HubSpot names no number. */
    public static final Setting<Integer> SIMULTANEOUS_CALLS = Setting.number("simultaneousCalls", 0, 0, 100_000);

    /** Bytes of one body; a longer one gets a 413. 0: no limit, as HubSpot documents none (API-FACTS 2.2). */
    public static final Setting<Integer> BODY_BYTES = Setting.number("bodyBytes", 0, 0, Integer.MAX_VALUE);

    /** Shortest time from the body's last byte to the answer, in milliseconds. */
    public static final Setting<Integer> LATENCY_MIN_MILLIS = Setting.number("latencyMinMillis", 5, 0, 600_000);

    /** Longest such time; times are spread evenly between the two. */
    public static final Setting<Integer> LATENCY_MAX_MILLIS = Setting.number("latencyMaxMillis", 20, 0, 600_000);

    /**
     * Longest time a call is under way before HubSpot counts it, in milliseconds; times are spread evenly from 0. It
     * comes before {@code startedAt}, so a caller who counts from sending would come too early.
     */
    public static final Setting<Integer> QUEUE_MAX_MILLIS = Setting.number("queueMaxMillis", 0, 0, 600_000);

    /** Associations of one record in one page of an association read (API-FACTS 2.2). */
    public static final Setting<Integer> ASSOCIATION_PAGE = Setting.number("associationPage", 500, 1, 1_000_000);

    /** Inputs of a read that asks for {@code propertiesWithHistory} (API-FACTS 2.1). */
    public static final Setting<Integer> HISTORY_INPUTS =
            Setting.number("inputs.objects.read.history", 50, 1, 1_000_000);

    private static final Map<HubSpotOperation, Setting<Integer>> INPUTS = Arrays.stream(HubSpotOperation.values())
            .filter(HubSpotOperation::isBatch)
            .collect(Collectors.toUnmodifiableMap(
                    identity(),
                    each -> Setting.number("inputs." + each.key(), each.usualInputsPerCall(), 1, 1_000_000)));

    private Limits() {}

    /** Inputs of one call of that batch operation (API-FACTS 2.1); its key is {@code inputs.objects.create} and so on. */
    public static Setting<Integer> inputs(HubSpotOperation operation) {
        Setting<Integer> setting = INPUTS.get(operation);
        if (setting == null) {
            throw new IllegalArgumentException(operation + " has no inputs");
        }
        return setting;
    }

    static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                PERMITS,
                WINDOW_MILLIS,
                ASSOCIATION_PERMITS,
                SEARCH_PERMITS,
                DAILY_QUOTA,
                SIMULTANEOUS_CALLS,
                BODY_BYTES,
                LATENCY_MIN_MILLIS,
                LATENCY_MAX_MILLIS,
                QUEUE_MAX_MILLIS,
                ASSOCIATION_PAGE,
                HISTORY_INPUTS));
        all.addAll(INPUTS.values());
        return all;
    }
}
