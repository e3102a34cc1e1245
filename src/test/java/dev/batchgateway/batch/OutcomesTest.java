package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.Calls;
import dev.batchgateway.testing.Recorded;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final InputReader READER =
            new InputReader(Operation.OBJECT_CREATE, Envelope.none(Operation.OBJECT_CREATE));
    private static final HubSpotError ERROR = HubSpotError.of(Slice.of("{}"));
    private static final Outcome SUCCEEDED = new Outcome.Succeeded(List.of(), List.of(), true);
    private static final Outcome REJECTED = new Outcome.Rejected(List.of(ERROR));
    private static final Outcome UNCONFIRMED = new Outcome.Unconfirmed(Reason.NO_ANSWER, null);
    private static final Outcome UNSENT = new Outcome.Unsent(Reason.DEADLINE, null);

    private final Recorded recorded = new Recorded();

    @Test
    void countsEachKind() {
        Outcomes outcomes = outcomes(7);
        outcomes.settle(6, SUCCEEDED);
        outcomes.settle(5, new Outcome.Succeeded(List.of(), List.of(ERROR), false));
        outcomes.settle(4, REJECTED);
        outcomes.settle(3, UNCONFIRMED);
        outcomes.settleOpen(UNSENT);

        assertEquals(7, outcomes.inputs());
        assertEquals(2, outcomes.succeeded());
        assertEquals(1, outcomes.rejected());
        assertEquals(1, outcomes.unconfirmed());
        assertEquals(3, outcomes.unsent());
        assertEquals(1, outcomes.unpaired());
        assertEquals(1, outcomes.noted());
        assertDoesNotThrow(outcomes::proveComplete);
        assertSame(REJECTED, recorded.get(4));
    }

    @Test
    void whatMayBeSentOnceMoreIsWhatWasNotSentAndBehindNoUnconfirmedOne() {
        Outcomes outcomes = outcomes(5);
        outcomes.settle(0, SUCCEEDED);
        outcomes.settle(1, REJECTED);
        outcomes.settle(2, UNCONFIRMED);
        outcomes.settle(3, new Outcome.Unsent(Reason.EARLIER_UNCONFIRMED, null));
        outcomes.settle(4, UNSENT);

        assertEquals("{4}", sendable(outcomes, Operation.OBJECT_CREATE).toString());
        assertEquals("{2, 4}", sendable(outcomes, Operation.OBJECT_READ).toString());
        assertEquals("{2, 4}", sendable(outcomes, Operation.ASSOCIATION_READ).toString());
        assertEquals("{4}", sendable(outcomes, Operation.OBJECT_ARCHIVE).toString());
    }

    @Test
    void ofEqualKeysNoneIsSentThatWouldOverwriteALaterOneOrBeOverwrittenByAnEarlierOneInDoubt() {
        Inputs inputs = Calls.inputs(List.of("a", "b", "a", "b", "c", "c", "d", "d", "e", "a").stream()
                .map(key -> "{\"id\":\"" + key + "\"}")
                .toList());
        Outcomes outcomes = inputs.source().outcomes(READER, recorded);
        outcomes.settle(1, UNCONFIRMED);
        outcomes.settle(2, SUCCEEDED);
        outcomes.settle(5, REJECTED);
        outcomes.settle(6, SUCCEEDED);
        outcomes.settleOpen(UNSENT);
        Envelope none = Envelope.none(Operation.OBJECT_UPSERT);

        assertEquals(
                "{4, 7, 8, 9}",
                outcomes.sendable(Operation.OBJECT_UPSERT, inputs, none).toString());
        assertEquals(
                "{4, 7, 8, 9}",
                outcomes.sendable(Operation.OBJECT_UPDATE, inputs, none).toString());
        assertEquals(
                "{0, 3, 4, 7, 8, 9}",
                outcomes.sendable(Operation.OBJECT_ARCHIVE, inputs, none).toString());
    }

    /** No event loop is held for it: what is not looked at stays unsent. */
    @Test
    void whereVeryManyKeysWouldHaveToBeReadTheLastOnesAreKeptBack() {
        int size = 2 * KeysInTheWay.MOST_KEYS;
        Inputs inputs = Calls.inputs(
                IntStream.range(0, size).mapToObj(i -> "{\"id\":\"" + i + "\"}").toList());
        Outcomes outcomes = inputs.source().outcomes(READER, recorded);
        outcomes.settle(0, UNCONFIRMED);
        outcomes.settleOpen(UNSENT);

        BitSet sendable = outcomes.sendable(Operation.OBJECT_UPSERT, inputs, Envelope.none(Operation.OBJECT_UPSERT));

        assertEquals(KeysInTheWay.MOST_KEYS - 1, sendable.cardinality());
        assertEquals(KeysInTheWay.MOST_KEYS, sendable.length());
    }

    @Test
    void anotherRunGoesOnWithWhatIsOpenAndKeepsTheRest() {
        Outcomes first = outcomes(4);
        first.settle(0, SUCCEEDED);
        first.settle(2, REJECTED);
        first.settleOpen(UNSENT);
        Recorded later = new Recorded();
        InputSource rest =
                Calls.inputs(Collections.nCopies(4, "{}")).rest(first, sendable(first, Operation.OBJECT_CREATE));
        Outcomes second = rest.outcomes(READER, later);

        assertEquals(2, rest.count());
        assertEquals(1, rest.position());
        rest.take();
        assertEquals(3, rest.position());
        rest.take();
        assertTrue(!rest.hasNow() && rest.isEnded() && rest.isWhole());
        assertThrows(IllegalStateException.class, () -> second.settle(0, REJECTED));
        second.settle(3, SUCCEEDED);
        second.settleOpen(UNCONFIRMED);

        assertEquals(List.of(3, 1), later.order());
        assertEquals(
                List.of(2, 1, 1, 0),
                List.of(second.succeeded(), second.rejected(), second.unconfirmed(), second.unsent()));
        assertDoesNotThrow(second::proveComplete);
        Outcomes own = second.ofThisRun();
        assertEquals(List.of(1, 0, 1, 0), List.of(own.succeeded(), own.rejected(), own.unconfirmed(), own.unsent()));
        assertEquals(2, first.unsent());
    }

    @Test
    void withoutItsInputsItIsTheSameAccount() {
        Outcomes outcomes = outcomes(3);
        outcomes.settle(0, SUCCEEDED);
        outcomes.settleOpen(UNSENT);

        Outcomes bare = outcomes.withoutInputs(Operation.OBJECT_CREATE);

        assertEquals(3, bare.inputs());
        assertEquals(1, bare.succeeded());
        assertEquals("{1, 2}", sendable(bare, Operation.OBJECT_CREATE).toString());
        assertDoesNotThrow(bare::proveComplete);
    }

    @Test
    void refusesToSettleAnInputTwice() {
        Outcomes outcomes = outcomes(2);
        outcomes.settle(1, SUCCEEDED);

        assertThrows(IllegalStateException.class, () -> outcomes.settle(1, REJECTED));
        assertSame(SUCCEEDED, recorded.get(1));
        assertEquals(0, outcomes.rejected());
    }

    @Test
    void namesThePositionsWithoutAnOutcome() {
        Outcomes outcomes = outcomes(30);
        for (int position = 0; position < 30; position += 7) {
            outcomes.settle(position, SUCCEEDED);
        }

        IllegalStateException missing = assertThrows(IllegalStateException.class, outcomes::proveComplete);

        assertTrue(String.valueOf(missing.getMessage())
                .contains("25 have no outcome, at positions [1, 2, 3, 4, 5, 6, 8,"));
    }

    @Test
    void followersEndAsTheirLeaders() {
        Followers followers = new Followers();
        followers.add(1, 0);
        followers.add(3, 0);
        followers.add(4, 2);
        Outcomes outcomes = outcomes(5);
        outcomes.settle(0, REJECTED);

        outcomes.settleFollowers(followers);

        assertSame(REJECTED, recorded.get(1));
        assertSame(REJECTED, recorded.get(3));
        assertNull(recorded.get(4));
        assertEquals(3, outcomes.rejected());
    }

    @Test
    void whatIsNoInputIsRejectedAlsoWhenTheBatchEndsBeforeItsTurn() {
        Inputs inputs = Calls.inputs(List.of("{}"));
        inputs.addRefused(() -> ERROR);
        Outcomes outcomes = inputs.source().outcomes(READER, recorded);

        outcomes.settleOpen(UNSENT);

        assertSame(UNSENT, recorded.get(0));
        assertEquals(new Outcome.Rejected(List.of(ERROR)), recorded.get(1));
    }

    @Test
    void inAStreamAnInputIsForgottenAsItEnds() {
        Inflow inflow = new Inflow();
        Outcomes outcomes = inflow.outcomes(READER, recorded);
        Splitter splitter = new Splitter(
                Operation.OBJECT_CREATE, Envelope.none(Operation.OBJECT_CREATE), inflow, Calls.opening(outcomes));
        inflow.offer(Slice.of("{\"a\":1}"));
        inflow.offer(Slice.of("{\"a\":2}"));
        splitter.next(100, Long.MAX_VALUE, false);

        outcomes.settle(1, SUCCEEDED);

        assertThrows(IllegalStateException.class, () -> outcomes.settle(1, REJECTED), "settled twice");
        assertThrows(IllegalStateException.class, () -> outcomes.settle(2, REJECTED), "has never come");
        assertThrows(IllegalStateException.class, outcomes::proveComplete);
        outcomes.settleOpen(UNSENT);
        outcomes.proveComplete();
        assertEquals(List.of(1, 0), recorded.order());
    }

    @Test
    void anInputThatHasComeAndWasNotLookedAtIsMissing() {
        Inflow inflow = new Inflow();
        Outcomes outcomes = inflow.outcomes(READER, recorded);
        inflow.offer(Slice.of("{}"));

        assertThrows(IllegalStateException.class, outcomes::proveComplete);
    }

    private static BitSet sendable(Outcomes outcomes, Operation operation) {
        Inputs inputs = Calls.inputs(Collections.nCopies(outcomes.inputs(), "{}"));
        return outcomes.sendable(operation, inputs, Envelope.none(operation));
    }

    private Outcomes outcomes(int inputs) {
        return Calls.inputs(Collections.nCopies(inputs, "{}")).source().outcomes(READER, recorded);
    }
}
