package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Target;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeInputs.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IsolationTest {
    private final Isolation isolation = new Isolation(Operation.OBJECT_UPDATE, 100, new Counting());
    private final Group group = new Group(false);
    private int spent;

    private final class Counting implements Watch {
        @Override
        public void waited(boolean associations, long nanos) {}

        @Override
        public void called(boolean associations, ReplyKind kind, int status, long nanos) {}

        @Override
        public void backsOff(ReplyKind kind, long nanos) {}

        @Override
        public void sendsAgain(ReplyKind before) {}

        @Override
        public void isolates(Operation operation, int calls) {
            spent += calls;
        }

        @Override
        public void ended(Target target, Outcomes outcomes) {}
    }

    @Test
    void aRefusalThatPointsAtNobodyIsHalvedAndTheSecondHalfKeptBack() {
        Isolation.Narrowed narrowed = narrow(leg(0, 10), FakeAnswers.refused(409, "CONFLICT", "No"));

        assertEquals(1, narrowed.legs().size());
        Leg first = narrowed.legs().get(0);
        assertEquals(List.of(0, 1, 2, 3, 4), positions(first));
        assertNotNull(first.keptBack());
        assertEquals(List.of(5, 6, 7, 8, 9), positions(first.keptBack()));
    }

    /** Two halves; then two of the one that is known to hold the fault, which is not sent whole itself. */
    @Test
    void whatIsSpentIsTold() {
        Isolation.Narrowed narrowed = narrow(leg(0, 10), FakeAnswers.refused(409, "CONFLICT", "No"));
        assertEquals(2, spent);

        isolation.narrowKept(
                Objects.requireNonNull(narrowed.legs().get(0).keptBack()), error(FakeAnswers.refused(409, "C", "No")));
        assertEquals(3, spent);

        narrow(leg(3, 4), FakeAnswers.refused(409, "CONFLICT", "No"));
        assertEquals(3, spent, "an input alone is rejected without another call");
    }

    @Test
    void theHalfKnownToHoldTheFaultIsNotSentWhole() {
        Isolation.Narrowed narrowed = isolation.narrowKept(leg(5, 10), error(FakeAnswers.refused(409, "C", "No")));

        assertEquals(List.of(5, 6), positions(narrowed.legs().get(0)));
    }

    @Test
    void aHalfOfOneIsSentAlone() {
        Isolation.Narrowed narrowed = isolation.narrowKept(leg(5, 6), error(FakeAnswers.refused(409, "C", "No")));

        assertEquals(List.of(5), positions(narrowed.legs().get(0)));
        assertNull(narrowed.legs().get(0).keptBack());
    }

    @Test
    void anInputAloneIsRejected() {
        Isolation.Narrowed narrowed = narrow(leg(3, 4), FakeAnswers.refused(409, "CONFLICT", "No"));

        assertEquals(1, narrowed.rejected().size());
        assertTrue(narrowed.legs().isEmpty() && narrowed.left().isEmpty());
    }

    @Test
    void thoseTheRefusalNamesAreRejectedAndTheRestIsSentTogether() {
        Isolation.Narrowed narrowed = narrow(leg(0, 10), FakeAnswers.named(404, "No", List.of("k3", "k5")));

        assertEquals(
                List.of(3, 5), narrowed.rejected().stream().map(Input::position).toList());
        assertEquals(List.of(0, 1, 2, 4, 6, 7, 8, 9), positions(narrowed.legs().get(0)));
    }

    @Test
    void thoseItPointsAtAreSentAlone() {
        Isolation.Narrowed narrowed = narrow(leg(10, 20), FakeAnswers.refused(400, "V", "There is no record k1234"));
        assertEquals(1, narrowed.legs().size());

        narrowed = narrow(leg(1_230, 1_240), FakeAnswers.refused(400, "V", "There is no record k1234"));

        assertEquals(List.of(1_234), positions(narrowed.legs().get(0)));
        assertEquals(9, narrowed.legs().get(1).size());
    }

    @Test
    void asSoonAsEverybodyIsSuspectedInputsAreTriedAlone() {
        Reply.Refused refused = FakeAnswers.refused(400, "V", "No");
        narrow(leg(0, 10), refused);

        Isolation.Narrowed narrowed = narrow(leg(0, 5), refused);

        assertEquals(
                List.of(List.of(0), List.of(4), List.of(2), List.of(1, 3)),
                narrowed.legs().stream().map(IsolationTest::positions).toList());
    }

    @Test
    void conflictsAreNeverEverybodys() {
        Reply.Refused refused = FakeAnswers.refused(409, "CONFLICT", "Contact already exists");
        for (int i = 0; i < 10; i++) {
            narrow(leg(i, i + 1), refused);
        }

        assertEquals(1, narrow(leg(0, 10), refused).legs().size());
    }

    @Test
    void pastTheBoundInputsAreLeft() {
        Isolation poor = new Isolation(Operation.OBJECT_UPDATE, 3, new Counting());
        Reply.Refused refused = FakeAnswers.refused(409, "CONFLICT", "No");
        assertEquals(1, narrow(poor, leg(0, 10), refused).legs().size());

        Isolation.Narrowed narrowed = narrow(poor, leg(0, 5), refused);

        assertTrue(narrowed.legs().isEmpty());
        assertEquals(5, narrowed.left().size());
        assertEquals(1, narrow(poor, leg(7, 8), refused).rejected().size());
    }

    private Isolation.Narrowed narrow(Leg leg, Reply.Refused refused) {
        return narrow(isolation, leg, refused);
    }

    private Isolation.Narrowed narrow(Isolation by, Leg leg, Reply.Refused refused) {
        return by.narrow(leg, Traces.callersOnly(leg.chunk()), refused.status(), error(refused), group);
    }

    private static HubSpotError error(Reply.Refused refused) {
        HubSpotError error = refused.error();
        if (error == null) {
            throw new AssertionError("A refusal with a body");
        }
        return error;
    }

    private static List<Integer> positions(Leg leg) {
        return leg.inputs().stream().map(Input::position).toList();
    }

    private static Leg leg(int from, int to) {
        InputReader reader = new InputReader(Operation.OBJECT_UPDATE, Envelope.none(Operation.OBJECT_UPDATE));
        List<String> inputs = Batches.keyed(to, null, i -> Kind.GOOD);
        List<Input> chunk = new ArrayList<>();
        for (int i = from; i < to; i++) {
            chunk.add(reader.read(i, Slice.of(inputs.get(i))));
        }
        return Leg.fresh(new Chunk(chunk));
    }
}
