package dev.batchgateway.dispatch;

/**
 * What the headers of one answer say about the limits (API-FACTS 2.4). Any of them may be missing: -1.
 *
 * @param max calls allowed in the window ({@code X-HubSpot-RateLimit-Max})
 * @param remaining calls left in it ({@code X-HubSpot-RateLimit-Remaining})
 * @param intervalMillis length of the window ({@code X-HubSpot-RateLimit-Interval-Milliseconds})
 * @param dailyRemaining calls left today ({@code X-HubSpot-RateLimit-Daily-Remaining})
 */
public record RateSignal(int max, int remaining, long intervalMillis, long dailyRemaining) {
    /** An answer without any of the headers, or no answer. */
    public static final RateSignal SILENT = new RateSignal(-1, -1, -1, -1);

    /** Whether it says how many calls a window holds. */
    public boolean tellsRate() {
        return max > 0;
    }
}
