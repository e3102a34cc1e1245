package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.NoSecretsInTheLog;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each batch is one line of the log, which says how it went and nothing of what is in it. */
@QuarkusTest
class BatchLogTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String BAD = "{\"properties\":{\"email\":\"invalid-format\"}}";

    private final LoggedLines lines = new LoggedLines("batch ");

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void stop() {
        lines.stop();
    }

    @Test
    void aBatchIsOneLineWithItsCounts() {
        caller().header("X-Request-Id", "json-1")
                .body(Batches.of(250, position -> position == 7 ? BAD : Batches.newContact(position)))
                .post(CREATE);

        Map<String, String> line = onlyLine();
        assertTimes(line);
        assertEquals(
                Map.ofEntries(
                        Map.entry("requestId", "json-1"),
                        Map.entry("operation", "object_create"),
                        Map.entry("type", "contacts"),
                        Map.entry("status", "207"),
                        Map.entry("form", "json/json"),
                        Map.entry("account", Accounts.digest(token)),
                        Map.entry("inputs", "250"),
                        Map.entry("succeeded", "249"),
                        Map.entry("rejected", "1"),
                        Map.entry("unconfirmed", "0"),
                        Map.entry("unsent", "0"),
                        Map.entry("unpaired", "0"),
                        Map.entry("calls", "3"),
                        Map.entry("retries", "0")),
                line);
    }

    @Test
    void aStreamIsOneLineToo() {
        try (StreamCall call = StreamCall.open(gateway(), CREATE, token, "X-Request-Id: lines-1")) {
            call.send(List.of(Batches.newContact(1), "nonsense")).end();
            call.rest();
        }

        Map<String, String> line = onlyLine();
        assertTimes(line);
        assertEquals("lines-1", line.get("requestId"));
        assertEquals("lines/lines", line.get("form"));
        assertEquals("200", line.get("status"));
        assertEquals("1", line.get("succeeded"));
        assertEquals("1", line.get("rejected"));
    }

    @Test
    void aRefusalOfHubSpotsIsThereWithItsCorrelationId() {
        simulator.add(FaultRule.of(Fault.status(502)));

        post(CREATE, Batches.of(1, Batches::newContact));

        assertEquals("00000000-0000-4000-8000-000000000000", onlyLine().get("hubSpotCorrelationId"));
    }

    @Test
    void aBatchThatCannotBeUsedIsALineWithoutCounts() {
        caller().header("X-Request-Id", "bad-1")
                .body("{\"inputs\":[\"c1@example.com\"]}")
                .post(CREATE);

        assertEquals(
                Map.of(
                        "requestId", "bad-1",
                        "operation", "object_create",
                        "type", "contacts",
                        "status", "400",
                        "category", "VALIDATION_ERROR"),
                onlyLine());
    }

    @Test
    void theFieldsAreThereForJsonToo() {
        caller().header("X-Request-Id", "mdc-1")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        lines.await(1);
        Map<String, String> fields = lines.fields().get(0);
        assertEquals("mdc-1", fields.get("requestId"));
        assertEquals("1", fields.get("succeeded"));
    }

    @Test
    void whatIsNoBatchIsNoLine() {
        caller().get("/crm/v3/owners");
        post(CREATE, Batches.of(1, Batches::newContact));

        assertEquals("object_create", onlyLine().get("operation"));
    }

    /** What looks for secrets in the log of every test finds one. */
    @Test
    void aTokenInTheLogFailsTheTest() {
        Logger.getLogger(BatchLogTest.class).info("The caller sent " + token);
        AssertionError found = assertThrows(AssertionError.class, NoSecretsInTheLog::check);
        assertTrue(String.valueOf(found.getMessage()).contains("The caller sent"), found::toString);

        UsedTokens.used("Bearer pat-na1-0f1e2d3c");
        Logger.getLogger(BatchLogTest.class).warn("a fault", new IllegalStateException("of <pat-na1-0f1e2d3c>"));
        assertThrows(AssertionError.class, NoSecretsInTheLog::check);

        Logger.getLogger(BatchLogTest.class).info("The email is c1@example.com");
        assertThrows(AssertionError.class, NoSecretsInTheLog::check);

        Logger.getLogger(BatchLogTest.class).info("Nothing of the kind");
        NoSecretsInTheLog.check();
    }

    private Map<String, String> onlyLine() {
        lines.await(1);
        assertEquals(1, lines.texts().size(), () -> lines.texts().toString());
        Map<String, String> fields = new TreeMap<>();
        for (String field : lines.texts().get(0).split(" ", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                fields.put(parts[0], parts[1]);
            }
        }
        return fields;
    }

    /** Takes the times away, which differ. */
    private static void assertTimes(Map<String, String> line) {
        for (String name : List.of("permitsMillis", "hubSpotMillis", "totalMillis")) {
            String millis = line.remove(name);
            assertFalse(millis == null || !millis.matches("\\d+"), name);
        }
    }
}
