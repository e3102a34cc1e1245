package dev.batchgateway.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The callers' connections of one event loop, and since when each has been waiting for its caller. Confined to that
 * event loop.
 *
 * @param <C> a connection, equal to itself alone
 */
final class LoopWatch<C> {
    private final long headNanos;
    private final long keepAliveNanos;
    private final int leastBytes;
    private final Map<C, Connection> connections = new HashMap<>();

    /**
     * @param headNanos longest time from the opening of a connection to the end of its first request's head
     * @param keepAliveNanos longest time from an answer to the end of the next request's head. Of a body whose answer is out
     *     already as much must come in that time as of any other body ({@link BodyIdle}), and it begins anew
     */
    LoopWatch(long headNanos, long keepAliveNanos) {
        this.headNanos = headNanos;
        this.keepAliveNanos = keepAliveNanos;
        this.leastBytes = BodyIdle.leastBytes(Duration.ofNanos(keepAliveNanos));
    }

    /** The head of a request is there. Answers whether it is the first of its connection. */
    boolean begins(C connection, Body body, long now) {
        Connection known = connections.computeIfAbsent(connection, c -> new Connection(now));
        boolean isFirst = !known.hasAsked;
        known.serving++;
        known.hasAsked = true;
        known.body = body;
        known.isBehindAnswer = false;
        return isFirst;
    }

    /** Nothing of it is held any more. */
    void closed(C connection) {
        connections.remove(connection);
    }

    /** Its answer is out; its body may still be coming. */
    void answered(C connection, long now) {
        Connection known = connections.get(connection);
        if (known != null) {
            known.serving--;
            known.since = now;
        }
    }

    /**
     * A connection whose caller has had its time.
     *
     * @param hasAsked whether it has ever sent a request's whole head
     */
    record Overdue<T>(T connection, boolean hasAsked) {}

    /** Looks at the connections there are; answers those whose callers have had their time. */
    List<Overdue<C>> overdue(Set<C> open, long now) {
        connections.keySet().retainAll(open);
        open.forEach(connection -> connections.computeIfAbsent(connection, c -> new Connection(now)));
        List<Overdue<C>> overdue = new ArrayList<>();
        connections.forEach((connection, known) -> {
            // Told once: it may be open for a while yet, until its caller has taken the rest of an answer.
            if (!known.isTold && isOverdue(known, now)) {
                known.isTold = true;
                overdue.add(new Overdue<>(connection, known.hasAsked));
            }
        });
        return overdue;
    }

    private boolean isOverdue(Connection connection, long now) {
        if (connection.serving > 0) {
            return false;
        }
        if (connection.isStillSending(leastBytes)) {
            connection.since = now;
        }
        return now - connection.since > (connection.hasAsked ? keepAliveNanos : headNanos);
    }

    /** What comes behind a head. */
    interface Body {
        boolean isEnded();

        /** Bytes that have come so far. */
        long bytes();
    }

    private static final class Connection {
        private long since;
        private int serving;
        private boolean hasAsked;
        private boolean isTold;
        private @Nullable Body body;
        private long received;
        /** Whether the body was still coming when somebody looked after the answer. */
        private boolean isBehindAnswer;

        Connection(long now) {
            this.since = now;
        }

        /** Whether enough has come since the last time of a body whose request was answered before its end, or that end. */
        boolean isStillSending(int least) {
            Body coming = body;
            if (coming == null) {
                return false;
            }
            if (coming.isEnded()) {
                body = null;
                return isBehindAnswer;
            }
            if (!isBehindAnswer) {
                isBehindAnswer = true;
                received = coming.bytes();
            }
            if (coming.bytes() - received < least) {
                return false;
            }
            received = coming.bytes();
            return true;
        }
    }
}
