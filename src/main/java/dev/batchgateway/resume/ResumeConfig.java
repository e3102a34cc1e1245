package dev.batchgateway.resume;

import java.time.Duration;

/**
 * How long and how much is kept for callers who have left.
 *
 * @param resume how long a record is kept after its batch has ended and its last caller has left; zero: none is, and
 *     nothing is joined
 * @param maxBytes most bytes of such records
 * @param hold how long another gateway is told that this one holds a record while its batch runs; longer than any batch
 *     may take, and should the gateway die, the time for which re-sends of that batch are refused
 */
public record ResumeConfig(Duration resume, long maxBytes, Duration hold) {
    /** Refuses values out of range with a sentence that names the key. */
    public ResumeConfig {
        require(!resume.isNegative(), "gateway.edge.resume must be 0 (nothing is kept) or more, not " + resume);
        require(maxBytes >= 0, "gateway.edge.max-resume must be 0 (no answer is kept) or more, not " + maxBytes);
        require(hold.compareTo(resume) >= 0, "A batch must be held longer than its record: " + hold + ", " + resume);
    }

    boolean isOn() {
        return !resume.isZero();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
