package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.answer.LineAnswer;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.json.Slice;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualDispatch;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a stream tells that it has ended. */
class StreamedBatchTest {
    private static final int IN_FLIGHT = 8;
    private static final int MOST_STEPS = 1_000;

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final ManualLoop loop = new ManualLoop();
    private final Vertx vertx = Vertx.vertx();
    private final Inflow inflow = new Inflow();
    private final LineAnswer answer = new LineAnswer(
            true,
            StreamedBatch.MOST_LINES,
            new Room(Long.MAX_VALUE, Long.MAX_VALUE).share("somebody"),
            new Spool(Path.of("unused"), 0, vertx.fileSystem()).open(vertx.getOrCreateContext()),
            loop);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void aBugIsToldOnceAndTheAnswerIsCut() {
        run(new OneInput() {
            @Override
            public void ended(int length) {
                throw new IllegalStateException("a bug");
            }
        });

        assertEquals(List.of("broken by a bug"), told);
        assertTrue(next().toString().startsWith("{\"position\":0,"));
        assertThrows(IllegalStateException.class, this::next);
    }

    @Test
    void theEndIsToldOnce() {
        run(new OneInput());

        assertEquals(List.of("1 succeeded, stopped by null"), told);
    }

    /** What the caller gets next. */
    private Buffer next() {
        return answer.next().await().atMost(Duration.ofSeconds(1));
    }

    /** With one input, and nothing more to come. */
    private class OneInput implements Feed {
        @Override
        public void start(BatchRun run, Runnable moved) {
            inflow.offer(Slice.of(FakeInputs.create("a", 1, FakeInputs.Kind.GOOD)));
            inflow.end();
            inflow.tell();
        }

        @Override
        public void ended(int length) {}

        @Override
        public void noMoreCalls() {}

        @Override
        public void stop() {}

        @Override
        public boolean isHeldBack() {
            return false;
        }

        @Override
        public boolean isThrough() {
            return true;
        }

        @Override
        public boolean wasCut() {
            return false;
        }
    }

    private void run(Feed feed) {
        StreamedBatch stream = new StreamedBatch(
                untouched(),
                answer,
                feed,
                Duration.ofMinutes(10),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                clock,
                timer,
                loop);
        Operation create = Operation.OBJECT_CREATE;
        BatchRequest batch = new BatchRequest(
                new Target(create, "/crm/v3/objects/companies/batch/create", null, "companies"),
                Envelope.none(create),
                inflow,
                stream,
                new Caller("Bearer pat-na1-1", null, Turns.USUAL_URGENCY),
                false);
        stream.start(dispatcher().run(batch, loop), new StreamedBatch.End() {
            @Override
            public void ended(BatchResult result, @Nullable Reason stopped) {
                told.add(result.outcomes().succeeded() + " succeeded, stopped by " + stopped);
            }

            @Override
            public void broken(Throwable bug) {
                told.add("broken by " + bug.getMessage());
            }
        });
        loop.run();
        for (int steps = 0; told.isEmpty() && steps < MOST_STEPS && timer.runNext(); steps++) {
            loop.run();
        }
    }

    private Dispatcher dispatcher() {
        return ManualDispatch.of(new FakeHubSpot(clock, timer, 7), clock, timer, 100, IN_FLIGHT);
    }

    /** The request of a stream that does not stall. */
    private static HttpServerRequest untouched() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError(method);
                });
    }
}
