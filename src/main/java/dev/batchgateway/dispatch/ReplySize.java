package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Operation;

/**
 * How large HubSpot's answers to calls of one kind are, so that a call under way counts what it will bring as well: a
 * read of 100 ids is a kilobyte and may bring two megabytes. Goes by the bytes of an answer for each input of its call:
 * up at once when they are more than expected, down by an eighth when they are less. What is written comes back, so that
 * large inputs are not taken to bring as little as small ones did. Thread-safe.
 */
final class ReplySize {
    /** Of a read that is full, before the first answer: 100 records of some 2.5 KB. */
    static final long FIRST_READ_BYTES = 256 * 1024;

    private static final int SLOWNESS = 8;

    private final Operation operation;
    private final int mostInputs;
    private double perInput;
    private boolean isLearned;

    /** @param mostInputs most inputs of a call of this kind */
    ReplySize(Operation operation, int mostInputs) {
        this.operation = operation;
        this.mostInputs = mostInputs;
    }

    /** Bytes that the answer to a call of so many inputs is expected to have, which themselves have so many. */
    synchronized long expected(int inputs, long inputBytes) {
        long learned = (long) (perInput * inputs);
        if (operation.isRead()) {
            return isLearned ? learned : FIRST_READ_BYTES * inputs / mostInputs;
        }
        return operation.hasResults() ? Math.max(learned, inputBytes) : learned;
    }

    /** A call of so many inputs has brought so many bytes. */
    synchronized void learn(int inputs, long bytes) {
        double now = (double) bytes / inputs;
        perInput = now >= perInput || !isLearned ? now : perInput - (perInput - now) / SLOWNESS;
        isLearned = true;
    }

    /** Whether an answer has come. */
    synchronized boolean isLearned() {
        return isLearned;
    }
}
