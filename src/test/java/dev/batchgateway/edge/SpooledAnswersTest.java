package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Limits;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.CrampedGateway;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** JSON answers for which there is not enough memory: they come from disk, and are the same. */
@QuarkusTest
@TestProfile(CrampedGateway.class)
class SpooledAnswersTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    /** Their results alone take more memory than there is. */
    private static final int INPUTS = 3_000;

    private static final int BATCHES = 5;
    /** Of the calls of a batch, so that some are over long before others. */
    private static final int SPREAD_MILLIS = 1_500;

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void anAnswerThatDoesNotFitIntoMemoryIsOnDiskMeanwhileAndWholeAllTheSame() throws Exception {
        GatewayLoad load = new GatewayLoad(management());
        simulator.set(Limits.LATENCY_MAX_MILLIS, SPREAD_MILLIS).set(Limits.LATENCY_MIN_MILLIS, 0);
        CompletableFuture<GatewayAnswer> answering =
                CompletableFuture.supplyAsync(() -> post(UPSERT, Batches.of(INPUTS, Batches::upsert)));

        assertTrue(Polling.until(Duration.ofSeconds(10), () -> load.spoolBytes() > 0), "nothing is on disk");
        GatewayAnswer answer = answering.get();

        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().length() > CrampedGateway.MOST_PER_CALLER, "It fits into memory");
        assertEquals(Batches.texts(INPUTS, Batches::reference), answer.properties("unique_ref"));
        assertEquals(INPUTS, answer.count("Succeeded"));
    }

    @Test
    void memoryAndDiskAreGivenBackWhenAnAnswerWasWritten() {
        for (int i = 0; i < BATCHES; i++) {
            assertEquals(200, post(UPSERT, Batches.of(INPUTS, Batches::upsert)).status());
        }

        GatewayLoad load = new GatewayLoad(management());
        assertTrue(Polling.until(Duration.ofSeconds(10), () -> load.heldBytes() == 0 && load.spoolBytes() == 0));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }
}
