package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.WrittenInput;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of one batch with the same key: never in one call, and applied in the caller's order. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class EqualKeysTest extends OverHttp {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLastValueWinsHoweverTheEmailIsWritten(boolean withFaults) {
        if (withFaults) {
            hubSpot.add(FaultRule.of(Fault.status(423)).times(3).withProbability(0.3));
        }
        // Each of 50 e-mails four times, 50 inputs apart, in another spelling each time.
        Batch contacts = Batch.of(
                Batch.path("contacts", "upsert"),
                200,
                i -> name + "-" + i,
                i -> "{\"idProperty\":\"email\",\"id\":\"" + spelling(i) + "\",\"properties\":{\"ref\":\"" + name + "-"
                        + i + "\"}}");

        Answered answer = send(contacts);

        assertTruthful(contacts, answer);
        assertEquals(List.of(200, 0, 0, 0), answer.counts());
        assertNull(hubSpot.summary().statuses().get(400), "No call held an e-mail twice");
        for (int i = 0; i < 50; i++) {
            List<Integer> order = order(i);
            assertEquals(List.of(i, i + 50, i + 100, i + 150), order);
        }
    }

    /** The places in the batch of the inputs that were written to the record of the i-th e-mail, as written. */
    private List<Integer> order(int i) {
        List<WrittenInput> all = hubSpot.writesContaining("\"ref\":\"" + name + "-" + i + "\"");
        String record = all.get(0).recordId();
        return hubSpot.writesContaining(name).stream()
                .filter(write -> write.recordId().equals(record))
                .map(write -> Integer.valueOf(write.raw().replaceAll("(?s).*\"ref\":\"[^\"]*-(\\d+)\".*", "$1")))
                .toList();
    }

    private String spelling(int i) {
        String email = name + "-" + i % 50 + "@example.com";
        return switch (i / 50) {
            case 0 -> email;
            case 1 -> email.toUpperCase(Locale.ROOT);
            case 2 -> " " + email;
            default -> email.replace("example", "Example");
        };
    }

    @Test
    void anEarlierOneWhoseAnswerIsLostHoldsTheLaterOneBack() {
        hubSpot.add(FaultRule.of(new Fault.ApplyLate(Duration.ofSeconds(1))));
        Batch twice = twice();

        Answered answer = send(twice, "Prefer", "wait=2");

        assertEquals(Ended.SUCCEEDED, answer.ended(0));
        assertEquals(Ended.UNSENT, answer.ended(1));
        assertEquals("gateway.EARLIER_UNCONFIRMED", answer.subCategory(1));
        assertTruthful(twice, answer);
    }

    /** The late write overwrites the repeat's, not the later input's: that one waits until nothing can be late. */
    @Test
    void aLateWriteIsWaitedOutAndTheLaterInputIsAppliedLast() {
        hubSpot.add(FaultRule.of(new Fault.ApplyLate(QuickFaults.LATE.dividedBy(2))));
        Batch twice = twice();

        Answered answer = send(twice);

        assertTruthful(twice, answer);
        assertEquals(List.of(2, 0, 0, 0), answer.counts());
        assertEquals(3, answer.calls());
        assertEquals(1, answer.count("Retries"));
        assertEquals(List.of(0, 0, 1), order(0), "the repeat, the late write, the later input");
    }

    private Batch twice() {
        return Batch.of(
                Batch.path("tickets", "upsert"),
                2,
                i -> name + "-" + i,
                i -> "{\"idProperty\":\"unique_key\",\"id\":\"" + name + "\",\"properties\":{\"ref\":\"" + name + "-"
                        + i + "\"}}");
    }

    @Test
    void aReadAsksOnceAndAnswersEveryPosition() {
        Batch reads = Batch.of(
                Batch.path("companies", "read"), 300, i -> "1" + i % 100, i -> "{\"id\":\"1" + i % 100 + "\"}");

        Answered answer = send(reads);

        assertTruthful(reads, answer);
        assertEquals(List.of(300, 0, 0, 0), answer.counts());
        assertEquals(1, answer.calls());
        assertEquals(300, answer.results().size());
    }

    @Test
    void anArchiveAsksOnceAndAnswersEveryPosition() {
        Batch archives = Batch.of(
                Batch.path("quotes", "archive"), 300, i -> "1" + i % 100, i -> "{\"id\":\"1" + i % 100 + "\"}");

        Answered answer = send(archives);

        assertTruthful(archives, answer);
        assertEquals(List.of(300, 0, 0, 0), answer.counts());
        assertEquals(1, answer.calls());
        assertEquals(100, hubSpot.summary().writes());
    }

    @Test
    void updatesOfOneRecordAreAppliedInOrder() {
        Batch updates = Batch.of(
                Batch.path("companies", "update"),
                5,
                i -> name + "-" + i,
                i -> "{\"id\":" + (i % 2 == 0 ? "4711" : "\"4711\"") + ",\"properties\":{\"ref\":\"" + name + "-" + i
                        + "\"}}");

        Answered answer = send(updates);

        assertTruthful(updates, answer);
        assertEquals(5, answer.calls());
        List<String> written =
                hubSpot.writesContaining(name).stream().map(WrittenInput::raw).toList();
        for (int i = 0; i < 5; i++) {
            assertTrue(written.get(i).contains(name + "-" + i + "\""), written::toString);
        }
    }
}
