package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How many inputs each operation takes, and what it says to one more. */
class InputLimitsTest {
    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @ParameterizedTest
    @CsvSource({
        "/crm/v3/objects/contacts/batch/create, 100",
        "/crm/v3/objects/contacts/batch/read, 100",
        "/crm/objects/2026-03/contacts/batch/update, 100",
        "/crm/objects/v3/contacts/batch/upsert, 100",
        "/crm/v3/objects/contacts/batch/archive, 100",
        "/crm/v3/associations/contacts/companies/batch/create, 2000",
        "/crm/v4/associations/contacts/companies/batch/associate/default, 1000",
        "/crm/v4/associations/contacts/companies/batch/read, 1000",
        "/crm/associations/2026-09/contacts/companies/batch/archive, 100",
        "/crm/v4/associations/contacts/companies/batch/labels/archive, 100"
    })
    void oneInputTooManyIsRefusedWithTheNumber(String path, int most) {
        Exchanged answer = caller.post(path, inputs(most + 1));

        assertEquals(400, answer.status());
        assertEquals(
                "The maximum number of inputs supported in a batch is " + most
                        + ". Please reduce the number of items and try again",
                answer.text("message"));
    }

    @ParameterizedTest
    @MethodSource("batchOperations")
    void everyLimitCanBeLowered(HubSpotOperation operation) {
        simulator.settings().set(Limits.inputs(operation), 2);
        String path = operation.budget() == HubSpotOperation.Budget.OBJECTS
                ? "/crm/v3/objects/contacts/batch/" + operation.key().substring("objects.".length())
                : "/crm/v4/associations/contacts/deals/batch/"
                        + operation
                                .key()
                                .substring("associations.".length())
                                .replace("default", "associate/default")
                                .replace("labels-archive", "labels/archive");

        assertEquals(400, caller.post(path, inputs(3)).status());
        assertEquals(3, simulator.ledger().mostInputs(operation));
    }

    static Stream<Arguments> batchOperations() {
        return Arrays.stream(HubSpotOperation.values())
                .filter(HubSpotOperation::isBatch)
                .map(Arguments::of);
    }

    @Test
    void aLongBodyIsRefusedWhereThereIsALimit() {
        simulator.settings().set(Limits.BODY_BYTES, 1_000);

        assertEquals(
                413,
                caller.post("/crm/v3/objects/contacts/batch/create", inputs(100))
                        .status());
        assertEquals(
                201,
                caller.post("/crm/v3/objects/contacts/batch/create", inputs(2)).status());
    }

    private static String inputs(int count) {
        return "{\"inputs\":[" + String.join(",", Collections.nCopies(count, "{\"id\":\"1\"}")) + "]}";
    }
}
