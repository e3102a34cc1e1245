package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.answer.LineAnswer;
import dev.batchgateway.answer.PulledPieces;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.room.Shares;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.spool.TroubledDisk;
import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualDispatch;
import dev.batchgateway.testing.ManualTimer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of reads on an event loop of its own, between a caller, a disk and a HubSpot that do what a test says, in
 * time that is moved by hand.
 */
final class StreamByHand implements AutoCloseable {
    static final Duration STALL = Duration.ofMinutes(2);
    /** Bytes of inputs that may be open. */
    static final int WINDOW = 1024 * 1024;

    private static final Width NARROW = new Width(WINDOW, 100, 1);
    private static final int MAX_LINE = 1024 * 1024;
    private static final int PATIENCE_SECONDS = 30;
    /** The event loop is said to have nothing to do when it has come round so often. */
    private static final int ROUNDS = 300;

    final ManualClock clock = new ManualClock();
    final ManualTimer timer = new ManualTimer(clock);
    final FakeHubSpot hubSpot = new FakeHubSpot(clock, timer, 7);
    final Share share;
    final TroubledDisk disk;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final List<String> bugs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Taker taker = new Taker();
    private final CallerByHand caller = new CallerByHand(() -> onLoop(taker::leave));
    private final Inflow inflow = new Inflow();
    private final LineAnswer answer;
    private final Feed feed;
    private final StreamedBatch stream;
    private final BatchRun run;

    /**
     * @param streamBytes bytes of inputs that may be open
     * @param permits calls in ten seconds
     * @param inFlight calls under way at once
     */
    private record Width(int streamBytes, int permits, int inFlight) {}

    private StreamByHand(Path spoolDirectory, long spoolBytes, Room room, @Nullable Inputs body, Width width) {
        loop.exceptionHandler(bug -> bugs.add(bug.toString()));
        disk = new TroubledDisk(vertx);
        share = room.share("caller");
        answer = new LineAnswer(
                true,
                StreamedBatch.MOST_LINES,
                share,
                new Spool(spoolDirectory, spoolBytes, disk.files()).open(loop),
                this::onLoop);
        Operation read = Operation.OBJECT_READ;
        InputWindow window = new InputWindow(
                share, new Shares(share), 0, width.streamBytes, new ReadAhead(read.mostInputs(false), clock));
        feed = body == null
                ? new RequestFeed(caller.request(), inflow, window, MAX_LINE, this::onLoop)
                : new BodyFeed(body, inflow, window);
        stream = new StreamedBatch(
                caller.request(),
                answer,
                feed,
                STALL,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                clock,
                timer,
                this::onLoop);
        BatchRequest batch = new BatchRequest(
                new Target(read, "/crm/v3/objects/companies/batch/read", null, "companies"),
                Envelope.none(read),
                inflow,
                stream,
                new Caller("Bearer pat-na1-1", null, Turns.USUAL_URGENCY),
                false);
        run = ManualDispatch.of(hubSpot, clock, timer, width.permits, width.inFlight)
                .run(batch, this::onLoop);
        new PulledPieces(answer).subscribe(taker);
    }

    /** One whose inputs come in lines. */
    static StreamByHand ofLines(Path spoolDirectory, long spoolBytes, Room room) {
        return new StreamByHand(spoolDirectory, spoolBytes, room, null, NARROW).started();
    }

    /** One whose inputs come in lines, with room for anything, of so many calls in ten seconds, all of them at once. */
    static StreamByHand ofManyCalls(Path spoolDirectory, int permits) {
        Width wide = new Width(64 * WINDOW, permits, permits);
        return new StreamByHand(spoolDirectory, 1L << 30, aGreatDeal(), null, wide).started();
    }

    /** One whose inputs are all there. */
    static StreamByHand ofBody(Path spoolDirectory, Inputs body) {
        return new StreamByHand(spoolDirectory, 1L << 30, aGreatDeal(), body, NARROW).started();
    }

    /** Room for anything. */
    static Room aGreatDeal() {
        return new Room(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private StreamByHand started() {
        on(() -> stream.start(run, new StreamedBatch.End() {
            @Override
            public void ended(BatchResult result, @Nullable Reason stopped) {
                told.add("ended, stopped by " + stopped);
            }

            @Override
            public void broken(Throwable bug) {
                told.add("broken by " + bug);
            }
        }));
        return this;
    }

    private void onLoop(Runnable task) {
        loop.runOnContext(v -> task.run());
    }

    private <T> T get(Callable<T> what) {
        CompletableFuture<T> done = new CompletableFuture<>();
        onLoop(() -> {
            try {
                done.complete(what.call());
            } catch (Exception | Error e) {
                done.completeExceptionally(e);
            }
        });
        return join(done);
    }

    private static <T> T join(CompletableFuture<T> done) {
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("It never came", e);
        }
    }

    private void on(Runnable task) {
        boolean unused = get(() -> {
            task.run();
            return true;
        });
    }

    /** Lets the event loop do what it has to. */
    StreamByHand rest() {
        for (int round = 0; round < ROUNDS; round++) {
            on(() -> {});
        }
        return this;
    }

    /** Lets time pass, with what is planned for it. */
    StreamByHand pass(Duration time) {
        long end = get(clock::getAsLong) + time.toNanos();
        while (!timer.isEmpty() && get(clock::getAsLong) + timer.untilNext().toNanos() <= end) {
            boolean unused = get(timer::runNext);
            on(() -> {});
        }
        on(() -> clock.moveTo(end));
        return rest();
    }

    /** HubSpot refuses the token, or whatever else ends the run by itself. */
    void stopRun(Reason reason) {
        run.stop(reason);
    }

    /** The gateway leaves, or the caller's time is over. */
    void leave(Reason reason) {
        stream.leave(reason);
        rest();
    }

    /** The caller sends something; false, and it has not, while it is not read. */
    boolean send(String piece) {
        return get(() -> caller.send(piece));
    }

    /** The caller has sent everything. */
    void end() {
        on(caller::end);
    }

    /** Whether the caller is not read. */
    boolean isPaused() {
        return get(caller::isPaused);
    }

    /** Whether the gateway has hung up. */
    boolean isCut() {
        return get(caller::isCut);
    }

    /** Whether the gateway has said that it takes no more. */
    boolean isStopped() {
        return get(feed::wasCut);
    }

    /** Bytes in memory: inputs that are open, lines that wait, and those that the disk does not have. */
    long held() {
        return get(() -> share.bytes() + answer.unwritten());
    }

    /** Bytes of lines that the caller has not taken. */
    long waiting() {
        return get(answer::waitingBytes);
    }

    /** Bytes of lines that wait for the disk. */
    long unwritten() {
        return get(answer::unwritten);
    }

    /** What its owner was told of its end. */
    List<String> told() {
        return get(() -> List.copyOf(told));
    }

    /** The caller takes one more piece; false when there is none, because that was the end. */
    boolean take() {
        CompletableFuture<Boolean> next = get(taker::ask);
        return join(next);
    }

    /** The caller takes all that is left; answers what it has taken, which is as described unless it was cut. */
    String takeAll() {
        boolean isMore;
        do {
            isMore = take();
        } while (isMore);
        String taken = get(taker.taken::toString);
        if (failure().isEmpty()) {
            DescribedAnswers.Lines lines = DescribedAnswers.served().lines();
            taken.lines().forEach(lines::next);
            lines.end();
        }
        return taken;
    }

    /** Why the answer was cut; empty when it was not. */
    String failure() {
        return get(() -> taker.failure);
    }

    /** The caller hangs up. */
    void hangUp() {
        on(taker::leave);
        rest();
    }

    @Override
    public void close() {
        on(taker::leave);
        List<String> met = get(() -> List.copyOf(bugs));
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertEquals(List.of(), met);
    }

    private static final class Taker implements Flow.Subscriber<Buffer> {
        private final StringBuilder taken = new StringBuilder();
        private CompletableFuture<Boolean> next = new CompletableFuture<>();
        private String failure = "";
        private boolean isOver;
        private Flow.@Nullable Subscription subscription;

        CompletableFuture<Boolean> ask() {
            next = new CompletableFuture<>();
            if (isOver || subscription == null) {
                next.complete(false);
            } else {
                subscription.request(1);
            }
            return next;
        }

        void leave() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription pieces) {
            subscription = pieces;
        }

        @Override
        public void onNext(Buffer piece) {
            taken.append(piece.toString());
            next.complete(true);
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause.toString();
            over();
        }

        @Override
        public void onComplete() {
            over();
        }

        private void over() {
            isOver = true;
            next.complete(false);
        }
    }
}
