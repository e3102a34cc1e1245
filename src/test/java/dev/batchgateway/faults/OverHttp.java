package dev.batchgateway.faults;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.SimulatorResource;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;

/** A HubSpot with room for any number of calls, where every record id of digits exists, and a caller of the gateway. */
abstract class OverHttp extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PERMITS = 1_000_000;

    final SimulatorControl hubSpot = simulator;
    /** What the marks of this test begin with. */
    final String name = Integer.toString(token.hashCode() & Integer.MAX_VALUE, Character.MAX_RADIX);

    @BeforeEach
    void hubSpotIsFastAndLarge() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 3)
                .set(Limits.PERMITS, PERMITS)
                .set(Limits.ASSOCIATION_PERMITS, PERMITS)
                .set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);
    }

    Answered send(Batch batch, String... headers) {
        return send(token, batch, headers);
    }

    static Answered send(String authorization, Batch batch, String... headers) {
        return new GatewayCaller(gateway(), authorization).send(batch, headers);
    }

    static Truth truth() {
        return Truth.of(SimulatorResource.url());
    }

    /** Holds every word of the answer against the ledger. */
    static void assertTruthful(Batch batch, Answered answer) {
        assertEquals(List.of(), truth().breaches(batch, answer));
    }

    /** Without trace ids having any effect, as HubSpot was before it knew them, and still is for some refusals. */
    void hubSpotRefusesWholeCalls() {
        hubSpot.set(Behaviour.MULTI_STATUS, false);
    }

    static void eventually(String what, BooleanSupplier condition) {
        assertTrue(Polling.until(PATIENCE, condition), () -> "Not within " + PATIENCE + ": " + what);
    }

    static void pause(long millis) {
        Polling.pause(Duration.ofMillis(millis));
    }

    /** Sends a batch without any mark, waits until HubSpot has so many calls of it, and hangs up. */
    void leave(Batch batch, int calls) throws IOException {
        leave(batch, "application/json", calls);
    }

    /** The same, with the media type in which the caller wants the answer. */
    void leave(Batch batch, String accept, int calls) throws IOException {
        try (Socket caller = new Socket(gateway().getHost(), gateway().getPort())) {
            byte[] body = batch.body().getBytes(StandardCharsets.UTF_8);
            String head = "POST " + batch.path() + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + token
                    + "\r\nContent-Type: application/json\r\nAccept: " + accept + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().write(body);
            caller.getOutputStream().flush();
            eventually("so many calls", () -> hubSpot.summary().calls() >= calls);
        }
    }

    /** The caller of {@code deals} has left: a few calls were made, each heard out, and no more. */
    void assertStoppedAndNothingCut(Batch deals) {
        eventually(
                "all calls ended",
                () -> hubSpot.calls().stream().mapToInt(ReceivedCall::status).allMatch(s -> s == 201));
        pause(1_500);

        List<ReceivedCall> calls = hubSpot.calls();
        assertTrue(calls.size() < 20, () -> calls.size() + " calls");
        assertTrue(calls.stream().allMatch(call -> call.status() == 201), calls::toString);
        assertEquals(calls.size() * 100L, truth().written(deals));
        assertEquals(0, hubSpot.doubles());
    }

    /** All series of a metric whose lines begin like that, added up. */
    static double metric(URI management, String line) {
        return given().get(management.resolve("/q/metrics"))
                .then()
                .extract()
                .asString()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' '))))
                .sum();
    }
}
