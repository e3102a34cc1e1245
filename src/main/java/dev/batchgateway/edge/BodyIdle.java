package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a body comes too slowly, and when it is not there in the end. A caller who sends a byte now and then holds
 * memory and a place like one who sends nothing; so in each period a least number of bytes must come. Confined to the
 * event loop of its request.
 *
 * <p>The timer is not set anew for every buffer: it looks how long ago the last bytes were that are enough.
 */
final class BodyIdle {
    /** At the least, on the average of a period. */
    static final int LEAST_BYTES_PER_SECOND = 1_000;

    /** Half of what a long has, so that times of a clock on both sides of 0 can be subtracted. */
    private static final long ENDLESS_NANOS = Long.MAX_VALUE / 2;

    private final long periodNanos;
    private final int leastBytes;
    private final LongSupplier clock;
    private final Timer timer;
    private final Executor loop;
    private Timer.@Nullable Scheduled planned;
    private Runnable whenIdle = () -> {};
    private Runnable whenLate = () -> {};
    private long endAt;
    private long enoughAt;
    private int since;
    private boolean isHeld;
    private boolean isOver;

    /**
     * @param period longest time in which less than {@value #LEAST_BYTES_PER_SECOND} bytes for each of its seconds come
     * @param clock a monotonic clock, in nanoseconds
     * @param loop the event loop of the request
     */
    BodyIdle(Duration period, LongSupplier clock, Timer timer, Executor loop) {
        this.periodNanos = period.toNanos();
        this.leastBytes = leastBytes(period);
        this.clock = clock;
        this.timer = timer;
        this.loop = loop;
    }

    /** So many bytes must come in {@code period}. */
    static int leastBytes(Duration period) {
        return Math.toIntExact(Math.max(1, period.toMillis() * LEAST_BYTES_PER_SECOND / 1_000));
    }

    /**
     * The body may come. One of the tasks is run on the event loop, once, when it does not.
     *
     * @param endAtNanos when it must be there, by the clock
     */
    void start(Runnable idle, long endAtNanos, Runnable late) {
        whenIdle = idle;
        whenLate = late;
        endAt = endAtNanos;
        enoughAt = clock.getAsLong();
        look();
    }

    /** The same for a body that may be long in coming, if only enough of it comes all the time. */
    void start(Runnable idle) {
        start(idle, clock.getAsLong() + ENDLESS_NANOS, () -> {});
    }

    /** Whether nothing is taken of the body now: its caller has no part in that, and its time stands still. */
    void held(boolean held) {
        isHeld = held;
        if (!held) {
            enoughAt = clock.getAsLong();
        }
    }

    /** So many bytes have come. */
    void moved(int bytes) {
        since = Math.min(leastBytes, since + bytes);
        if (since == leastBytes) {
            since = 0;
            enoughAt = clock.getAsLong();
        }
    }

    /** The body is there, or nobody waits for it any more. */
    void end() {
        isOver = true;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void look() {
        if (isOver) {
            return;
        }
        long now = clock.getAsLong();
        if (isHeld) {
            enoughAt = now;
        }
        long untilIdle = enoughAt + periodNanos - now;
        long untilLate = endAt - now;
        if (untilIdle > 0 && untilLate > 0) {
            planned = timer.after(Math.min(untilIdle, untilLate), () -> loop.execute(this::look));
            return;
        }
        isOver = true;
        (untilLate <= 0 ? whenLate : whenIdle).run();
    }

    /** What the caller of a body gets that comes too slowly, nothing of which was sent. */
    Refusal refusal(HttpServerRequest request) {
        return unsent(tooLittle(), request);
    }

    /** The same for one of which HubSpot has a part. */
    Refusal refusalOnItsWay(HttpServerRequest request) {
        Refusal refusal = new Refusal(
                        408,
                        "UNCONFIRMED",
                        tooLittle() + "; what there was of this " + request.method()
                                + " was sent, and what became of it is not known")
                .withHeader("X-Should-Retry", "false");
        return closing(refusal, request);
    }

    private String tooLittle() {
        return "Less than " + leastBytes + " bytes of the body came in " + seconds(Duration.ofNanos(periodNanos))
                + " s (gateway.edge.idle)";
    }

    /** What the caller of a body gets that is not there in the end. */
    static Refusal late(Duration deadline, HttpServerRequest request) {
        return unsent(
                "The body was not there " + seconds(deadline) + " s after its head (gateway.edge.deadline)", request);
    }

    private static Refusal unsent(String why, HttpServerRequest request) {
        Refusal refusal = new Refusal(408, "UNSENT", why + "; nothing was sent, and it is safe to send again")
                .withHeader("X-Should-Retry", "true");
        return closing(refusal, request);
    }

    /** On a connection that is closed behind it. */
    private static Refusal closing(Refusal refusal, HttpServerRequest request) {
        // HTTP/2 has no such header, and no need of it: a stream of a caller who stands still holds up no other.
        return request.version() == HttpVersion.HTTP_2 ? refusal : refusal.withHeader("Connection", "close");
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
