package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Associations fail by side, by pair and in either direction; every input still has one outcome. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class AssociationsTest extends OverHttp {
    private static final String LABEL =
            ",\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279}]";

    private static Batch pairs(String path, int count, IntFunction<String> from, IntFunction<String> to, String more) {
        return Batch.of(
                path,
                count,
                i -> from.apply(i) + "->" + to.apply(i),
                i -> "{\"from\":{\"id\":\"" + from.apply(i) + "\"},\"to\":{\"id\":\"" + to.apply(i) + "\"}" + more
                        + "}");
    }

    private static Batch labelled(int count, IntFunction<String> from, IntFunction<String> to) {
        return pairs("/crm/v4/associations/contacts/companies/batch/create", count, from, to, LABEL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsThatDoNotExistRejectTheInputsThatNameThem(boolean idsAsNumbers) {
        hubSpot.set(Behaviour.ASSOCIATION_IDS_AS_NUMBERS, idsAsNumbers);
        // Of every hundred: one without its from, one without its to, one without either.
        Batch pairs = labelled(
                2_500,
                i -> (i % 100 == 10 || i % 100 == 30 ? "99" : "1") + (10_000 + i),
                i -> (i % 100 == 20 || i % 100 == 30 ? "99" : "2") + (10_000 + i));

        Answered answer = send(pairs);

        assertTruthful(pairs, answer);
        assertEquals(207, answer.status());
        assertEquals(List.of(2_425, 75, 0, 0), answer.counts());
        assertEquals(75, answer.body().getInteger("numErrors"));
        assertEquals(2, answer.calls());
        assertEquals("crm.associations.TO_OBJECT_NOT_FOUND", answer.subCategory(20));
    }

    @Test
    void defaultAssociationsAnswer200EvenWithHubSpotsErrors() {
        Batch pairs = pairs(
                "/crm/v4/associations/contacts/companies/batch/associate/default",
                1_500,
                i -> (i == 700 ? "99" : "1") + (10_000 + i),
                i -> "2" + (10_000 + i),
                "");

        Answered answer = send(pairs);

        assertTruthful(pairs, answer);
        assertEquals(200, answer.status());
        assertEquals(List.of(1_499, 1, 0, 0), answer.counts());
    }

    @Test
    void aKindOfAssociationThatDoesNotExistIsSingledOut() {
        Batch pairs = labelled(500, i -> "1" + (10_000 + i), i -> "2" + (10_000 + i));
        Batch bad = pairs.with(333, pairs.inputs().get(333).replace("279", "9999"));

        Answered answer = send(bad);

        assertTruthful(bad, answer);
        assertEquals(List.of(499, 1, 0, 0), answer.counts());
    }

    @Test
    void theSamePairInEitherDirectionNeverSharesACall() {
        Batch pairs = pairs(
                "/crm/v4/associations/companies/companies/batch/associate/default",
                4,
                i -> i % 2 == 0 ? "101" : "202",
                i -> i % 2 == 0 ? "202" : "101",
                "");

        Answered answer = send(pairs);

        assertEquals(List.of(4, 0, 0, 0), answer.counts());
        assertEquals(4, answer.calls());
    }

    @Test
    void aRecordWithoutAssociationsIsAnAnswer() {
        assertEquals(
                300,
                send(labelled(300, i -> "1" + (10_000 + i), i -> "2" + (10_000 + i)))
                        .succeeded());
        Batch reads = Batch.of(
                "/crm/v4/associations/contacts/companies/batch/read",
                1_200,
                i -> "1" + (10_000 + i),
                i -> "{\"id\":\"1" + (10_000 + i) + "\"}");

        Answered answer = send(reads);

        assertEquals(List.of(1_200, 0, 0, 0), answer.counts());
        assertEquals(207, answer.status());
        assertEquals(300, answer.results().size());
        assertEquals(900, answer.body().getInteger("numErrors"));
        assertEquals("crm.associations.NO_ASSOCIATIONS_FOUND", answer.subCategory(300));
    }

    @ParameterizedTest
    @CsvSource({"v4/associations,204", "associations/2026-03,200"})
    void anArchiveSettlesEveryInput(String version, int status) {
        String base = "/crm/" + version + "/contacts/companies/batch/";
        Batch made = pairs(base + "create", 250, i -> "1" + (10_000 + i), i -> "2" + (10_000 + i), LABEL);
        assertEquals(250, send(made).succeeded());
        Batch gone = Batch.of(
                base + "archive",
                250,
                i -> "1" + (10_000 + i) + "->2" + (10_000 + i),
                i -> "{\"from\":{\"id\":\"1" + (10_000 + i) + "\"},\"to\":[{\"id\":\"2" + (10_000 + i) + "\"}]}");

        Answered answer = send(gone);

        assertTruthful(gone, answer);
        assertEquals(status, answer.status());
        assertEquals(List.of(250, 0, 0, 0), answer.counts());
        assertEquals(500, hubSpot.summary().writes());
    }

    @Test
    void lostAnswersAreRepeated() {
        hubSpot.add(
                FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)),
                FaultRule.of(Fault.status(504).afterWrite()).onCalls(3, 5));
        Batch pairs = labelled(5_000, i -> "1" + (10_000 + i), i -> "2" + (10_000 + i));

        Answered answer = send(pairs);

        assertTruthful(pairs, answer);
        assertEquals(List.of(5_000, 0, 0, 0), answer.counts());
        assertEquals(201, answer.status());
    }
}
