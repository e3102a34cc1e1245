package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation with JSON on the one side and lines on the other: a few thousand inputs, some of them bad, and the
 * answer to the first call lost after it was carried out. The ledger agrees with what is said of every input.
 */
@QuarkusTest
@TestProfile(QuickFaults.class)
class EveryFormTest extends OverHttp {
    private static final int INPUTS = 2_500;
    private static final int ONE_BAD_IN = 250;
    private static final String LABEL =
            ",\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279}]";
    private static final String PAIRS = "/crm/v4/associations/contacts/companies/batch/";

    /** Of which family, which operation, and how many of its inputs succeed, are rejected, are unconfirmed. */
    @ParameterizedTest
    @CsvSource({
        "objects, create, 2390, 10, 100",
        "objects, read, 2500, 0, 0",
        "objects, update, 2490, 10, 0",
        "objects, upsert, 2490, 10, 0",
        "objects, archive, 2500, 0, 0",
        "v3, create, 2500, 0, 0",
        "v4, create, 2500, 0, 0",
        "v4, associate/default, 2500, 0, 0",
        "v4, read, 2500, 0, 0",
        "v4, archive, 2500, 0, 0",
        "v4, labels/archive, 2500, 0, 0",
    })
    @Retention(RetentionPolicy.RUNTIME)
    private @interface EveryOperation {}

    @EveryOperation
    void aJsonBodyIsAnsweredInLines(String family, String operation, int succeeded, int rejected, int unconfirmed) {
        Batch batch = begin(family, operation);

        Streamed answer = forms().takeInLines(batch).join();

        assertEquals(List.of(), truth().breaches(batch, answer));
        assertEquals(
                List.of(succeeded, rejected, unconfirmed, 0),
                List.of(
                        answer.count("succeeded"),
                        answer.count("rejected"),
                        answer.count("unconfirmed"),
                        answer.count("unsent")));
        assertArchived(operation, family);
    }

    @EveryOperation
    void linesAreAnsweredInJson(String family, String operation, int succeeded, int rejected, int unconfirmed) {
        Batch batch = begin(family, operation);

        Answered answer = forms().sendInLines(batch).join();

        assertTruthful(batch, answer);
        assertEquals(List.of(succeeded, rejected, unconfirmed, 0), answer.counts());
        assertArchived(operation, family);
    }

    private GatewayCaller forms() {
        return new GatewayCaller(gateway(), token);
    }

    /** What is archived was made before; and then its first call loses its answer. */
    private Batch begin(String family, String operation) {
        if (isPairsArchived(operation, family)) {
            assertEquals(INPUTS, send(pairs(PAIRS + "create", LABEL)).succeeded());
        }
        Batch batch = batch(family, operation);
        hubSpot.add(FaultRule.of(Fault.status(502).afterWrite()).onPath(batch.path()));
        return batch;
    }

    private Batch batch(String family, String operation) {
        return switch (family + " " + operation) {
            case "objects create" -> withBad(Batch.creates("deals", name, INPUTS));
            case "objects read" -> Batch.reads("products", INPUTS);
            case "objects update" -> withBad(Batch.updates("companies", name, INPUTS));
            case "objects upsert" -> withBad(Batch.upserts("tickets", name, INPUTS));
            case "objects archive" -> Batch.archives("quotes", INPUTS);
            case "v3 create" ->
                pairs("/crm/v3/associations/quotes/line_items/batch/create", ",\"type\":\"quote_to_line_item\"");
            case "v4 associate/default" -> pairs(PAIRS + operation, "");
            case "v4 read" ->
                Batch.of(PAIRS + operation, INPUTS, EveryFormTest::from, i -> "{\"id\":\"" + from(i) + "\"}");
            case "v4 archive" ->
                Batch.of(
                        PAIRS + operation,
                        INPUTS,
                        i -> from(i) + "->" + to(i),
                        i -> "{\"from\":{\"id\":\"" + from(i) + "\"},\"to\":[{\"id\":\"" + to(i) + "\"}]}");
            default -> pairs(PAIRS + operation, LABEL);
        };
    }

    /** Each removes its pair once, however often it is sent. */
    private void assertArchived(String operation, String family) {
        if (isPairsArchived(operation, family)) {
            assertEquals(2 * INPUTS, hubSpot.summary().writes());
        }
    }

    private static boolean isPairsArchived(String operation, String family) {
        return family.equals("v4") && operation.endsWith("archive");
    }

    /** None of them in the first call. */
    private static Batch withBad(Batch good) {
        Batch batch = good;
        for (int i = ONE_BAD_IN / 2; i < INPUTS; i += ONE_BAD_IN) {
            batch = batch.withProperty(i, "no_such_field", "x");
        }
        return batch;
    }

    private static Batch pairs(String path, String more) {
        return Batch.of(
                path,
                INPUTS,
                i -> from(i) + "->" + to(i),
                i -> "{\"from\":{\"id\":\"" + from(i) + "\"},\"to\":{\"id\":\"" + to(i) + "\"}" + more + "}");
    }

    private static String from(int position) {
        return "1" + (10_000 + position);
    }

    private static String to(int position) {
        return "2" + (10_000 + position);
    }
}
