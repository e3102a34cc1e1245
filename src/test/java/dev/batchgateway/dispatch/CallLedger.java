package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.retry.ReplyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes calls with permits from many threads, and keeps when HubSpot counted each. */
final class CallLedger {
    private final FastTime time;
    private final List<Long> counted = new ArrayList<>();

    CallLedger(FastTime time) {
        this.time = time;
    }

    /** Makes a call that takes {@code nanos}; HubSpot counts it at some moment of them. */
    void call(Permit permit, long nanos, SplittableRandom random, Runnable after) {
        long sentAt = time.getAsLong();
        time.after(nanos, () -> {
            long endedAt = time.getAsLong();
            synchronized (this) {
                counted.add(sentAt + random.nextLong(endedAt - sentAt + 1));
            }
            end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED, sentAt, endedAt);
            after.run();
        });
    }

    void end(Permit permit, Reply reply, ReplyKind kind, long sentAt, long endedAt) {
        permit.ended(new Exchange(reply, RateSignal.SILENT, sentAt, endedAt), kind);
    }

    synchronized int calls() {
        return counted.size();
    }

    synchronized void assertNeverMoreThan(int permits, long window) {
        counted.sort(null);
        for (int i = permits; i < counted.size(); i++) {
            long span = counted.get(i) - counted.get(i - permits);
            assertTrue(span >= window, permits + 1 + " calls were counted within " + span + " ns");
        }
    }
}
