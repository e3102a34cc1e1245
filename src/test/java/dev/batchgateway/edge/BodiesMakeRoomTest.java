package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Inputs;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.HastyGateway;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A body is held as long as somebody needs it, and no longer. */
@QuarkusTest
@TestProfile(HastyGateway.class)
class BodiesMakeRoomTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    private static final String READ = "/crm/v3/objects/tickets/batch/read";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LATE = Duration.ofSeconds(4);
    private static final int INPUTS = 800;
    private static final String LONG = "y".repeat(1_000);

    @TestHTTPResource(management = true)
    URI management;

    /** With nothing to answer but its status, what is held is what is left to do, and what each input costs beside it. */
    @Test
    void whatHasSucceededIsNotHeldWhileTheRestIsAwaited() throws Exception {
        String body = Batches.of(INPUTS, i -> input(i, ",\"properties\":{\"name\":\"" + LONG + "\"}"));
        assertEquals(200, minimal(UPSERT, Batches.of(input(0, ""))).status(), "what is known to work goes out at once");
        awaitEmptyRoom();
        simulator.add(FaultRule.of(new Fault.Late(LATE)));
        long before = BodyReader.cost(body.length(), Inputs.OVERHEAD_BYTES);

        CompletableFuture<GatewayAnswer> answer = CompletableFuture.supplyAsync(() -> minimal(UPSERT, body));

        // One call of eight is late: its part of the body stays, and what shares an array with it.
        assertTrue(
                Polling.until(
                        LATE,
                        () -> simulator.summary().calls() == 1 + INPUTS / 100
                                && heldBytes() < before - body.length() / 2),
                () -> heldBytes() + " bytes");
        assertTrue(heldBytes() > body.length() / 10, "a call is under way");
        assertFalse(answer.isDone());
        assertEquals(200, answer.get().status(), answer.get().body());
        assertEquals(INPUTS, answer.get().count("Succeeded"));
    }

    @Test
    void whatFailsIsStillToldByWhatItsInputSaid() {
        String body = Batches.of(
                INPUTS,
                i -> input(
                        i, ",\"objectWriteTraceId\":\"trace-" + i + "\",\"properties\":{\"name\":\"" + LONG + "\"}"));
        simulator.add(FaultRule.of(new Fault.RefuseInputs(5, 400, "VALIDATION_ERROR", "Not that one")));

        GatewayAnswer answer = post(UPSERT, body);

        assertEquals(207, answer.status(), answer.body());
        assertEquals(INPUTS, answer.count("Succeeded") + answer.count("Rejected"));
        assertTrue(answer.count("Rejected") > 0, answer.body());
        assertEquals(
                answer.contexts("position").stream()
                        .map(position -> List.of("trace-" + position.get(0)))
                        .toList(),
                answer.contexts("objectWriteTraceId"));
    }

    /** Of equal inputs one is asked, and later ones are compared with it when it was answered long ago. */
    @Test
    void aReadHoldsItsInputsToTheEnd() {
        assertEquals(200, post(UPSERT, Batches.of(input(0, ""))).status());

        GatewayAnswer answer = post(
                READ,
                "{\"idProperty\":\"unique_ref\",\"properties\":[\"name\"],"
                        + Batches.of(
                                        20 * INPUTS,
                                        i -> "{\"id\":\"" + Batches.reference(i < 10 * INPUTS ? i : 0) + "\"}")
                                .substring(1));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(1 + 10 * INPUTS, answer.count("Succeeded"));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private long heldBytes() {
        return new GatewayLoad(management()).heldBytes();
    }

    private void awaitEmptyRoom() {
        assertTrue(Polling.until(PATIENCE, () -> heldBytes() == 0), "another test has left something");
    }

    private GatewayAnswer minimal(String path, String body) {
        return new RawRequest("POST", path)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .with("Prefer", "return=minimal")
                .body(body)
                .send();
    }

    private static String input(int position, String rest) {
        return "{\"idProperty\":\"unique_ref\",\"id\":\"" + Batches.reference(position) + "\"" + rest + "}";
    }
}
