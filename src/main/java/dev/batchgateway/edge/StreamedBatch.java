package dev.batchgateway.edge;

import dev.batchgateway.answer.LineAnswer;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.OutcomeSink;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.connection.HangUp;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Timer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is answered in lines while it runs. It keeps three things in step: what comes in, what is sent to
 * HubSpot, and what the caller takes. Confined to one event loop.
 *
 * <p>A caller who takes lines slowly slows the calls down. One who takes none before everything is sent (most HTTP/1.1
 * clients) must not be waited for, since it waits for us: when it has taken nothing for two seconds while it still
 * sends, its lines go to disk, for as long as it sends. When nothing at all has moved for {@code gateway.edge.stall}
 * the stream ends; and who has sent everything and takes nothing for so long is cut off ({@link StallWatch}).
 */
final class StreamedBatch implements OutcomeSink {
    /** Lines that may wait in memory. */
    static final int MOST_LINES = 1024 * 1024;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final HttpServerRequest request;
    private final LineAnswer answer;
    private final Feed feed;
    private final Clock clock;
    private final StallWatch watch;
    private final Timer timer;
    private final Executor loop;
    private final Instant startedAt;
    private @Nullable BatchRun run;
    private boolean isHeld;
    private boolean isCutShort;
    private boolean waitsForDisk;
    private boolean hasEnded;
    private @Nullable Reason stopped;

    /** Is told once how the batch has ended. */
    interface End {
        /**
         * Every input has an outcome.
         *
         * @param stopped why it was stopped; null when it was not
         */
        void ended(BatchResult result, @Nullable Reason stopped);

        /** It has met a bug, and its answer was cut. */
        void broken(Throwable bug);
    }

    /**
     * @param stall the stream ends when nothing has moved for so long
     * @param loop runs tasks on the event loop
     */
    StreamedBatch(
            HttpServerRequest request,
            LineAnswer answer,
            Feed feed,
            Duration stall,
            Clock clock,
            LongSupplier nanoClock,
            Timer timer,
            Executor loop) {
        this.request = request;
        this.answer = answer;
        this.feed = feed;
        this.watch = new StallWatch(feed, answer::waitingBytes, stall, nanoClock);
        this.clock = clock;
        this.timer = timer;
        this.loop = loop;
        this.startedAt = clock.instant();
    }

    /** Starts {@code run}, whose outcomes come here. */
    void start(BatchRun newRun, End end) {
        run = newRun;
        answer.onTaken(this::taken);
        run.result().subscribe().with(result -> ended(result, end), bug -> broken(bug, end));
        feed.start(newRun, this::arrived);
        look();
    }

    /**
     * No new call starts, for {@code reason}; inputs that still come are unsent, too, and soon no more are taken. From
     * any thread.
     */
    void leave(Reason reason) {
        loop.execute(() -> {
            watch.leaves();
            stop(reason);
        });
    }

    @Override
    public void settled(int position, Supplier<Input> input, Outcome outcome) {
        watch.settled();
        answer.settled(position, input, outcome);
        feed.ended(input.get().bytes().length());
        weigh();
    }

    @Override
    public void follows(int position, Supplier<Input> input, int leader) {
        answer.follows(position, input, leader);
    }

    private void arrived() {
        watch.arrived();
        weigh();
    }

    private void taken() {
        if (answer.isClosed()) {
            left();
            return;
        }
        watch.taken();
        weigh();
    }

    /** Nobody takes lines any more. */
    private void left() {
        if (!hasEnded && run != null) {
            stop(Reason.CALLER_LEFT);
            feed.stop();
            weigh();
        }
    }

    /** Whether more calls may be made, or inputs end that are not sent, by what waits for the caller and for the disk. */
    private void weigh() {
        if (run == null || hasEnded) {
            return;
        }
        if (answer.isFull() && !isCutShort) {
            // Every line more would be held in memory: no more inputs are taken, and the summary says so.
            isCutShort = true;
            stop(Reason.NO_ROOM);
            loop.execute(feed::stop);
        }
        if (run.isStopped()) {
            feed.noMoreCalls();
        }
        long waiting = answer.waitingBytes();
        // Asked once: other batches change it meanwhile, and whoever is held must be told when that is over.
        long mostUnwritten = answer.mostUnwritten();
        boolean isDiskBusy = answer.unwritten() > mostUnwritten;
        boolean isSending = !feed.isThrough();
        // Calls that are held back for what waits go on at half of it: whoever stops taking in between is helped, too.
        long most = isHeld ? MOST_LINES / 2 : MOST_LINES;
        if (waiting > most) {
            answer.spool(isSending && !watch.isTaking());
        } else if (waiting < MOST_LINES / 2) {
            answer.spool(false);
        }
        boolean mayWait = answer.isSpooling() && !answer.isFull();
        boolean isTooMuch = waiting > most && !mayWait;
        if (isDiskBusy && !waitsForDisk) {
            waitsForDisk = true;
            answer.whenWritten(mostUnwritten / 2, () -> {
                waitsForDisk = false;
                weigh();
            });
        }
        hold(isTooMuch || isDiskBusy);
    }

    private void hold(boolean now) {
        if (now != isHeld && run != null) {
            isHeld = now;
            if (now) {
                run.hold();
            } else {
                run.goOn();
            }
        }
    }

    private void stop(Reason reason) {
        if (run != null && stopped == null) {
            stopped = reason;
            watch.stopped();
            run.stop(reason);
            feed.noMoreCalls();
        }
    }

    private void look() {
        timer.after(watch.pauseNanos(), () -> loop.execute(this::looked));
    }

    private void looked() {
        if (answer.isClosed()) {
            return;
        }
        watch.look();
        if (watch.isStalled()) {
            stop(Reason.STALLED);
            feed.stop();
        }
        if (watch.isDeaf(hasEnded)) {
            HangUp.now(request);
        }
        if (watch.isRestOver()) {
            feed.stop();
        }
        weigh();
        look();
    }

    private void ended(BatchResult result, End end) {
        hasEnded = true;
        watch.ended();
        answer.end(summary(result).getBytes(StandardCharsets.UTF_8));
        end.ended(result, stopped);
    }

    /** A bug: a stream without its summary was cut, and the caller knows. */
    private void broken(Throwable bug, End end) {
        hasEnded = true;
        feed.stop();
        answer.fail(bug);
        end.broken(bug);
    }

    private String summary(BatchResult result) {
        var outcomes = result.outcomes();
        StringBuilder summary = new StringBuilder("{\"summary\":{\"inputs\":")
                .append(outcomes.inputs())
                .append(",\"succeeded\":")
                .append(outcomes.succeeded())
                .append(",\"rejected\":")
                .append(outcomes.rejected())
                .append(",\"unconfirmed\":")
                .append(outcomes.unconfirmed())
                .append(",\"unsent\":")
                .append(outcomes.unsent())
                .append(",\"unpaired\":")
                .append(outcomes.unpaired())
                .append(",\"calls\":")
                .append(result.calls())
                .append(",\"retries\":")
                .append(result.retries())
                .append(",\"startedAt\":\"")
                .append(TIME.format(startedAt))
                .append("\",\"completedAt\":\"")
                .append(TIME.format(clock.instant()))
                .append('"');
        if (feed.wasCut()) {
            Reason why = Objects.requireNonNullElse(stopped, Reason.CALLER_LEFT);
            summary.append(",\"notReadToTheEnd\":\"").append(why.subCategory()).append('"');
        }
        return summary.append("}}").toString();
    }
}
