package dev.batchgateway.edge;

import dev.batchgateway.connection.AnsweredStreams;
import dev.batchgateway.connection.HangUp;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Closes the connections of callers who take too long over a request's head, or have none any more. Whoever has sent a
 * request and waits for its answer is never closed, however long that takes.
 *
 * <p>Vert.x' idle time-outs cannot tell these apart: they look at bytes alone, so that they close on who waits and keep
 * who sends a byte now and then. Neither does Vert.x say when a connection is opened; so every event loop looks at its
 * connections a few times in the shortest of the times. A body that stops coming is {@link BodyIdle}'s.
 *
 * <p>A request filter, which is what tells it that a head was complete. Only the server that requests came from is
 * looked after, from its first request on: the management port has its own.
 */
public final class SlowSenders implements Handler<RoutingContext> {
    private static final int LOOKS = 8;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<EventExecutor, LoopWatch<Channel>> loops = new ConcurrentHashMap<>();
    private final Set<Channel> servers = ConcurrentHashMap.newKeySet();
    /** How many each event loop has seen when it last looked. */
    private final Map<EventExecutor, Integer> seen = new ConcurrentHashMap<>();

    private final LongAdder withoutHead = new LongAdder();
    private final LongAdder idle = new LongAdder();
    private final List<ScheduledFuture<?>> looking = new ArrayList<>();
    private final long pauseNanos;
    private final Duration keepAlive;
    /** From the end of an answer in HTTP/2 to the end of its stream. */
    private final Duration longestUntaken;
    /** Of a body that still comes in that time. */
    private final int leastBytes;

    private final LongSupplier clock;

    /**
     * @param loops the event loops that serve callers
     * @param head longest time from the opening of a connection to the end of its first request's head
     * @param keepAlive longest time from an answer to the end of the next request's head; who has not taken the answer
     *     by then gets as long once more, and of HTTP/2 loses its stream then, whatever else comes on its connection
     * @param clock a monotonic clock, in nanoseconds
     */
    public SlowSenders(Iterable<EventExecutor> loops, Duration head, Duration keepAlive, LongSupplier clock) {
        requireSome(head, "gateway.edge.head");
        requireSome(keepAlive, "gateway.edge.keep-alive");
        loops.forEach(loop -> this.loops.put(loop, new LoopWatch<>(head.toNanos(), keepAlive.toNanos())));
        this.pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.min(head.toNanos(), keepAlive.toNanos()) / LOOKS);
        this.keepAlive = keepAlive;
        this.longestUntaken = keepAlive.multipliedBy(2);
        this.leastBytes = BodyIdle.leastBytes(longestUntaken);
        this.clock = clock;
    }

    private static void requireSome(Duration time, String key) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(key + " must be longer than nothing, not " + time);
        }
    }

    /** Begins to look. */
    public void start() {
        loops.forEach((loop, watch) -> {
            if (loop instanceof SingleThreadEventLoop channels) {
                looking.add(loop.scheduleAtFixedRate(
                        () -> look(channels, watch), pauseNanos, pauseNanos, TimeUnit.NANOSECONDS));
            }
        });
    }

    /** Looks no more. */
    public void stop() {
        looking.forEach(one -> one.cancel(false));
    }

    /** Callers' connections, as they were a second ago at most; 0 before the first request. From any thread. */
    public int connections() {
        return seen.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Connections it has closed so far on which no request's head had come in time. From any thread. */
    public long closedWithoutHead() {
        return withoutHead.sum();
    }

    /** Those it has closed so far on which none had come in time after an answer. From any thread. */
    public long closedIdle() {
        return idle.sum();
    }

    /** A request's head is there: its connection is left alone until the answer is out. */
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            LoopWatch<Channel> watch = loops.get(channel.eventLoop());
            if (watch != null && channel.parent() != null) {
                servers.add(channel.parent());
                if (watch.begins(channel, new RequestBody(request), clock.getAsLong())) {
                    channel.closeFuture().addListener(over -> watch.closed(channel));
                }
                context.addEndHandler(ended -> answered(context, channel, watch));
            }
        }
        context.next();
    }

    private void answered(RoutingContext context, Channel channel, LoopWatch<Channel> watch) {
        watch.answered(channel, clock.getAsLong());
        AnsweredStreams.answered(context.request(), clock.getAsLong());
        // Vert.x itself closes only where the caller asked for it.
        if ("close".equalsIgnoreCase(context.response().headers().get(HttpHeaders.CONNECTION))) {
            HangUp.soon(channel, keepAlive);
        }
    }

    private record RequestBody(HttpServerRequest request) implements LoopWatch.Body {
        @Override
        public boolean isEnded() {
            return request.isEnded();
        }

        @Override
        public long bytes() {
            return request.bytesRead();
        }
    }

    private void look(SingleThreadEventLoop loop, LoopWatch<Channel> watch) {
        Set<Channel> open = new HashSet<>();
        for (Iterator<Channel> all = loop.registeredChannelsIterator(); all.hasNext(); ) {
            Channel channel = all.next();
            if (channel.parent() != null && servers.contains(channel.parent())) {
                open.add(channel);
            }
        }
        seen.put(loop, open.size());
        long now = clock.getAsLong();
        open.forEach(channel -> AnsweredStreams.endOlder(channel, now, longestUntaken.toNanos(), leastBytes));
        for (LoopWatch.Overdue<Channel> overdue : watch.overdue(open, now)) {
            (overdue.hasAsked() ? idle : withoutHead).increment();
            HangUp.soon(overdue.connection(), keepAlive);
        }
    }
}
