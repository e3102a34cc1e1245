package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.GatewayAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Past its bound of kept outcomes the gateway refuses to create again what it can no longer tell about. */
@QuarkusTest
@TestProfile(NoMemory.class)
class NothingKeptTest extends OverHttp {
    @TestHTTPResource(management = true)
    URI management;

    @Test
    void aCreateThatEndedBeforeItCameBackIsRefusedAndNotRepeated() {
        Batch deals = Batch.creates("deals", name, 100);
        SdkCaller sdk = new SdkCaller(gateway(), token, Duration.ofSeconds(10));
        assertEquals(201, send(deals, "X-Stainless-Retry-Count", "0").status());

        Answered again = send(deals, "X-Stainless-Retry-Count", "1");

        assertEquals(409, again.status());
        assertEquals("CONFLICT", again.body().getString("category"));
        assertEquals("false", again.header("X-Should-Retry"));
        assertEquals(0, hubSpot.doubles());
        assertEquals(1, hubSpot.summary().calls());
        // A first attempt is nobody's second one, whatever it looks like.
        GatewayAnswer meant = sdk.send(deals.path(), deals.body());
        assertEquals(201, meant.status());
        assertEquals(List.of("201"), sdk.attempts());
    }

    @Test
    void anUpsertIsServedOnceMore() throws IOException {
        String ended = "gateway_inputs_total{family=\"v3\",operation=\"object_upsert\"";
        double before = metric(management(), ended);
        Batch tickets = Batch.upserts("tickets", name, 100);
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofMillis(500))));
        leave(tickets, 1);
        eventually("the batch has ended", () -> metric(management(), ended) == before + 100);

        Answered again = send(tickets, "X-Stainless-Retry-Count", "1");

        assertEquals(200, again.status());
        assertEquals(2, hubSpot.summary().calls());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }
}
