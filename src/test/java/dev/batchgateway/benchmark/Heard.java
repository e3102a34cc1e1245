package dev.batchgateway.benchmark;

import java.util.List;

/**
 * What a caller heard of its batch.
 *
 * @param status 0 when no answer began
 * @param canRetry whether it was told when to come again
 * @param counts inputs succeeded, rejected, unconfirmed and unsent
 * @param headSeconds from the beginning of the call to the head of the answer
 * @param seconds to its end
 * @param firstLineAt how much of the batch was sent when the first line of the answer came, from 0 to 1
 * @param wrong what is wrong with it; empty when it is complete and right, or a refusal
 */
record Heard(
        int status,
        boolean canRetry,
        List<Integer> counts,
        double headSeconds,
        double seconds,
        double firstLineAt,
        String wrong) {
    static final List<Integer> NOTHING = List.of(0, 0, 0, 0);

    /** No answer, or none that can be used. */
    static Heard wrong(int status, double headSeconds, double seconds, String wrong) {
        return new Heard(status, false, NOTHING, headSeconds, seconds, 0, wrong);
    }

    int succeeded() {
        return counts.get(0);
    }

    boolean isRight() {
        return wrong.isEmpty();
    }

    /** A refusal that says when to come again. */
    boolean isTurnedAway() {
        return status == 503 && canRetry && isRight();
    }

    boolean isServed() {
        return status > 0 && status < 300 && isRight();
    }

    /** Fails the program when not all of {@code inputs} succeeded. */
    Heard allOf(int inputs) {
        if (!isServed() || succeeded() != inputs) {
            throw new IllegalStateException("Not complete: " + this);
        }
        return this;
    }
}
