package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.MissingOnUpdate;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No good input is lost because of a bad one, and finding the bad ones costs few calls. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class BadInputsAreSingledOutTest extends OverHttp {
    private static final int INPUTS = 10_000;
    private static final List<Integer> THREE = List.of(17, 4_999, 9_950);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneBadInputIn250CostsNoGoodOne(boolean echo) {
        hubSpot.set(Behaviour.ECHO_TRACE_IDS, echo);
        Batch deals = Batch.creates("deals", name, INPUTS);
        for (int i = 100; i < INPUTS; i += 250) {
            deals = deals.withProperty(i, "no_such_field", "x");
        }

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(List.of(9_960, 40, 0, 0), answer.counts());
        assertEquals(Ended.REJECTED, answer.ended(100));
        assertEquals(Ended.REJECTED, answer.ended(9_850));
        assertTrue(answer.calls() <= 105, () -> answer.calls() + " calls");
        assertEquals(0, hubSpot.doubles());
    }

    /** The conflict names the existing record, which no input holds: nothing but halving finds the input. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threeConflictsThatRefuseTheirCallsAreFoundByHalving(boolean namesExistingId) {
        hubSpotRefusesWholeCalls();
        hubSpot.set(Behaviour.CONFLICT_NAMES_ID, namesExistingId);
        Batch contacts = withConflicts(Batch.creates("contacts", name, INPUTS));

        Answered answer = send(contacts);

        assertOnlyThreeRejected(contacts, answer);
    }

    @Test
    void threeConflictsAmongTraceIdsCostNoCall() {
        Batch contacts = withConflicts(Batch.creates("contacts", name, INPUTS));

        Answered answer = send(contacts);

        assertOnlyThreeRejected(contacts, answer);
        assertEquals(100, answer.calls());
    }

    @ParameterizedTest
    @EnumSource(
            value = MissingOnUpdate.class,
            names = {"WHOLE_CALL_400", "WHOLE_CALL_404", "MULTI_STATUS"})
    void threeMissingRecordsAreFoundHoweverHubSpotSaysSo(MissingOnUpdate mode) {
        hubSpot.set(Behaviour.MISSING_ON_UPDATE, mode);
        Batch updates = Batch.updates("companies", name, INPUTS);
        for (int i : THREE) {
            updates = updates.with(i, "{\"id\":\"99" + i + "\",\"properties\":{\"name\":\"x\"}}");
        }

        Answered answer = send(updates);

        assertOnlyThreeRejected(updates, answer);
    }

    @Test
    void aRefusalThatPointsAtAPropertyIsTakenAtItsWord() {
        hubSpotRefusesWholeCalls();
        Batch deals = Batch.creates("deals", name, 1_000);
        for (int i = 50; i < 1_000; i += 250) {
            deals = deals.withProperty(i, "no_such_field", "x");
        }

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(List.of(996, 4, 0, 0), answer.counts());
        assertTrue(answer.calls() <= 10 + 4 * 2, () -> answer.calls() + " calls");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInputWithoutScopeStopsNoOther(boolean multiStatus) {
        hubSpot.set(Behaviour.MULTI_STATUS, multiStatus);
        Batch deals = Batch.creates("deals", name, 500).withProperty(321, "no_scope_secret", "x");

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(List.of(499, 1, 0, 0), answer.counts());
        assertEquals("MISSING_SCOPES", answer.error(321).getString("category"));
    }

    @Test
    void strictHandlingRejectsEachRefusedCallWhole() {
        Batch deals = Batch.creates("deals", name, 500).withProperty(321, "no_such_field", "x");

        Answered answer = send(deals, "Prefer", "handling=strict");

        assertTruthful(deals, answer);
        assertEquals(List.of(400, 100, 0, 0), answer.counts());
        assertEquals(5, answer.calls());
        assertEquals("handling=strict", answer.header("Preference-Applied"));
    }

    private Batch withConflicts(Batch contacts) {
        Batch conflicting = contacts;
        for (int i : THREE) {
            String email = name + "-" + i + "@example.com";
            hubSpot.addRecord("contacts", Map.of("email", email));
            conflicting = conflicting.withProperty(i, "email", email);
        }
        return conflicting;
    }

    private void assertOnlyThreeRejected(Batch batch, Answered answer) {
        assertTruthful(batch, answer);
        assertEquals(List.of(INPUTS - 3, 3, 0, 0), answer.counts());
        THREE.forEach(i -> assertEquals(Ended.REJECTED, answer.ended(i)));
        assertTrue(answer.calls() <= 150, () -> answer.calls() + " calls");
        assertEquals(0, hubSpot.doubles());
    }
}
