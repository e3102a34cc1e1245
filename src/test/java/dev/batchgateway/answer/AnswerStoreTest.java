package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Result;
import dev.batchgateway.json.Slice;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.testing.Polling;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer holds until it is closed, and that it holds nothing afterwards. */
class AnswerStoreTest {
    private static final int INPUTS = 1_000;
    private static final long LEAST_OF_RANGES = INPUTS * 12L;

    private final Vertx vertx = Vertx.vertx();
    private final Room room = new Room(Long.MAX_VALUE, Long.MAX_VALUE);
    private final AnswerStore store = new AnswerStore(
            Operation.OBJECT_UPSERT,
            INPUTS,
            true,
            room.share("a"),
            new Spool(Path.of("unused"), 0, vertx.fileSystem()).open(vertx.getOrCreateContext()));

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void closedItHoldsNothingThoughSomebodyHoldsIt() {
        fill();
        WeakReference<AnswerBytes> pages = new WeakReference<>(store.bytes());
        WeakReference<Ranges> ranges = new WeakReference<>(store.results());
        WeakReference<Object> batch = pressed();

        store.close();

        assertEquals(0, room.bytes());
        assertTrue(isFreed(pages));
        assertTrue(isFreed(ranges));
        assertTrue(isFreed(batch));
    }

    private WeakReference<Object> pressed() {
        AtomicInteger batch = new AtomicInteger();
        store.onPressure(batch::incrementAndGet, batch::incrementAndGet, batch::incrementAndGet);
        return new WeakReference<>(batch);
    }

    /** It would look whole, and lack what was there. */
    @Test
    void closedItCannotBeRead() {
        fill();
        store.close();

        assertThrows(IllegalStateException.class, store::bytes);
        assertThrows(IllegalStateException.class, store::results);
        assertThrows(IllegalStateException.class, store::errors);
    }

    @Test
    void keptItIsCountedWithWhatItKnowsOfEachPositionAndOnce() {
        fill();
        long bytes = room.bytes();

        long held = store.keep();

        assertTrue(room.bytes() >= bytes + LEAST_OF_RANGES, () -> room.bytes() + " bytes");
        assertTrue(room.bytes() >= held, () -> held + " bytes");
        long counted = room.bytes();
        assertEquals(held, store.keep());
        assertEquals(counted, room.bytes());
        store.close();
        assertEquals(0, room.bytes());
    }

    /** Equal inputs follow by their key; very many lines may be no inputs at all. */
    @Test
    void errorsOfWhatNobodyCanFollowAreNotKept() {
        AnswerStore reads = new AnswerStore(
                Operation.OBJECT_READ,
                INPUTS,
                true,
                room.share("b"),
                new Spool(Path.of("unused"), 0, vertx.fileSystem()).open(vertx.getOrCreateContext()));
        InputReader reader = new InputReader(Operation.OBJECT_READ, Envelope.none(Operation.OBJECT_READ));
        Outcome rejected = new Outcome.Rejected(List.of(HubSpotError.of(Slice.of("{\"category\":\"ANY\"}"))));

        for (int position = 0; position < INPUTS; position++) {
            Input none = reader.read(position, Slice.of("{}"));
            reads.settled(position, () -> none, rejected);
        }

        assertTrue(room.bytes() < INPUTS * 500L, () -> room.bytes() + " bytes");
        long before = room.bytes();
        Input first = reader.read(0, Slice.of("{\"id\":1}"));
        reads.reopen(0);
        reads.settled(0, () -> first, rejected);
        assertTrue(room.bytes() >= before + 1_000, "one that may be followed is kept, and counted");
        reads.close();
    }

    /** A batch that is stopped ends all of them in one step. */
    @Test
    void errorsOfWhatIsNoInputAreMadeWhenTheyLeaveAndTakeNoRoomBefore() {
        Inputs inputs = new Inputs();
        for (int i = 0; i < INPUTS; i++) {
            String number = String.valueOf(i + 1);
            inputs.addRefused(() -> HubSpotError.of(Slice.of("{\"message\":\"Line " + number + "\"}")));
        }
        InputReader reader = new InputReader(Operation.OBJECT_UPSERT, Envelope.none(Operation.OBJECT_UPSERT));
        Outcomes outcomes = inputs.source().outcomes(reader, store);

        outcomes.settleOpen(new Outcome.Unsent(Reason.DEADLINE, null));

        assertEquals(INPUTS, outcomes.rejected());
        assertEquals(0, room.bytes());
        AnsweredInputs read = new AnsweredInputs(inputs, reader);
        assertEquals(
                "Line 7",
                ((Outcome.Rejected) store.marked(6, read)).errors().get(0).message());
    }

    private void fill() {
        Result result = Result.of(Slice.of("{\"id\":\"" + "1".repeat(500) + "\"}"));
        Outcome outcome = new Outcome.Succeeded(List.of(result), List.of(), true);
        for (int position = 0; position < INPUTS; position++) {
            store.settled(
                    position,
                    () -> {
                        throw new AssertionError("An input that has succeeded need not be read");
                    },
                    outcome);
        }
    }

    private static boolean isFreed(WeakReference<?> what) {
        return Polling.until(Duration.ofSeconds(10), () -> {
            System.gc();
            return what.get() == null;
        });
    }
}
