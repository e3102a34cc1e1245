package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.MissingOnUpdate;
import dev.batchgateway.simulator.NothingFound;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HubSpot leaves inputs out of its answers without a word; the gateway does not. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class SilencesAreToldTest extends OverHttp {
    private static final String NOT_MENTIONED = "gateway.NOT_MENTIONED";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void updatesOfMergedRecordsAreNotMentioned(boolean echo) {
        hubSpot.set(Behaviour.MERGED_IDS, Set.of("1000007", "1000250")).set(Behaviour.ECHO_TRACE_IDS, echo);
        Batch updates = Batch.updates("companies", name, 300);

        Answered answer = send(updates);

        assertTruthful(updates, answer);
        assertEquals(List.of(298, 0, 2, 0), answer.counts());
        assertEquals(NOT_MENTIONED, answer.subCategory(7));
        assertEquals(NOT_MENTIONED, answer.subCategory(250));
    }

    @Test
    void updatesHubSpotLeavesOutAreNotMentioned() {
        hubSpot.set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.OMITTED);
        Batch updates = Batch.updates("companies", name, 300)
                .with(12, "{\"id\":\"someone@example.com\",\"properties\":{\"name\":\"x\"}}");

        Answered answer = send(updates);

        assertTruthful(updates, answer);
        assertEquals(List.of(299, 0, 1, 0), answer.counts());
        assertEquals(NOT_MENTIONED, answer.subCategory(12));
    }

    @Test
    void readsOfMergedRecordsAreNotMentioned() {
        hubSpot.set(Behaviour.MERGED_IDS, Set.of("1000007"));
        Batch reads = Batch.reads("companies", 300);

        Answered answer = send(reads);

        assertTruthful(reads, answer);
        assertEquals(List.of(299, 0, 1, 0), answer.counts());
        assertEquals(NOT_MENTIONED, answer.subCategory(7));
    }

    /** API-FACTS 3.5: a body HubSpot does not understand is answered with 200 and nothing. */
    @Test
    void anIgnoredBodyIsNoSuccess() {
        hubSpot.add(FaultRule.of(new Fault.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        Buffer.buffer("{\"status\":\"COMPLETE\",\"results\":[]}"),
                        false))
                .always());
        Batch deals = Batch.creates("deals", name, 300);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(207, answer.status());
        assertEquals(List.of(0, 0, 300, 0), answer.counts());
        assertEquals(NOT_MENTIONED, answer.subCategory(299));
    }

    @ParameterizedTest
    @EnumSource(NothingFound.class)
    void missingIdsOfAReadAreOneErrorWithAllIdsAndPositions(NothingFound form) {
        hubSpot.set(Behaviour.NOTHING_FOUND, form);
        // The second call of a hundred finds nothing at all.
        IntFunction<String> id = i -> (i == 5 || (i >= 100 && i < 200) ? "99" : "") + (1_000 + i);
        Batch reads = Batch.of(Batch.path("companies", "read"), 300, id, i -> "{\"id\":\"" + id.apply(i) + "\"}");

        Answered answer = send(reads);

        assertTruthful(reads, answer);
        assertEquals(List.of(199, 101, 0, 0), answer.counts());
        JsonArray errors = answer.body().getJsonArray("errors");
        assertEquals(1, errors.size());
        JsonObject context = errors.getJsonObject(0).getJsonObject("context");
        assertEquals(101, context.getJsonArray("ids").size());
        assertEquals("991005", context.getJsonArray("ids").getString(0));
        assertEquals("5", context.getJsonArray("position").getString(0));
        assertEquals("199", context.getJsonArray("position").getString(100));
        assertEquals(1, answer.body().getInteger("numErrors"));
    }

    @Test
    void aReadThatFindsNothingAnywhereIsStillAnAnswer() {
        hubSpot.set(Behaviour.NOTHING_FOUND, NothingFound.WHOLE_CALL_404);
        Batch reads = Batch.of(Batch.path("companies", "read"), 250, i -> "99" + i, i -> "{\"id\":\"99" + i + "\"}");

        Answered answer = send(reads);

        assertTruthful(reads, answer);
        assertEquals(207, answer.status());
        assertEquals(List.of(0, 250, 0, 0), answer.counts());
    }

    @Test
    void resultsThatNobodyCanPairAreCounted() {
        hubSpot.set(Behaviour.ECHO_TRACE_IDS, false);
        Batch twins = Batch.of(
                Batch.path("deals", "create"), 10, i -> name, i -> "{\"properties\":{\"dealname\":\"the same\"}}");

        Answered answer = send(twins);

        assertEquals(List.of(10, 0, 0, 0), answer.counts());
        assertEquals("10", answer.header("X-Gateway-Unpaired"));
        assertEquals(201, answer.status());
        assertEquals(10, answer.results().size());
    }

    /** The archive of a record that is not there is answered with 204 and no word about it (API-FACTS 3.5). */
    @Test
    void anArchiveAnsweredWith204HasSucceeded() {
        Batch archives = Batch.archives("quotes", 300);

        Answered answer = send(archives);

        assertTruthful(archives, answer);
        assertEquals(204, answer.status());
        assertEquals(List.of(300, 0, 0, 0), answer.counts());
    }
}
