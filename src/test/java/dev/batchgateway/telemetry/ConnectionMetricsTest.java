package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.ImpatientGateway;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections callers have, and how many were closed on them, as Prometheus reads it. On real sockets. */
@QuarkusTest
@TestProfile(ImpatientGateway.class)
class ConnectionMetricsTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestHTTPResource(management = true)
    URI management;

    /** A server is looked after from its first request on. */
    @BeforeEach
    void somebodyHasAsked() {
        assertEquals(
                201,
                post("/crm/v3/objects/contacts/batch/create", Batches.of(1, Batches::newContact))
                        .status());
    }

    @Test
    void openConnectionsAreCountedBesideTheirBound() throws IOException {
        assertTrue(Polling.until(PATIENCE, () -> count("gateway_connections", "") < 3));
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(5))).always());
        List<Socket> waiting = List.of(socket(), socket(), socket());
        for (Socket one : waiting) {
            ask(one, "/crm/v3/properties/contacts");
        }
        assertTrue(Polling.until(PATIENCE, () -> count("gateway_connections", "") >= 3));
        double held = count("gateway_connections_held_bytes", "");
        assertTrue(held > 0 && held < count("gateway_connections_held_bound_bytes", ""), () -> "Held: " + held);
        for (Socket one : waiting) {
            one.close();
        }
        assertEquals(5_000, count("gateway_connections_bound", ""));
        assertTrue(Polling.until(PATIENCE, () -> count("gateway_connections", "") < 3));
        assertTrue(Polling.until(PATIENCE, () -> count("gateway_connections_held_bytes", "") == 0));
    }

    @Test
    void whoSendsNoHeadInTimeIsCounted() throws IOException {
        double before = count("gateway_connections_closed_total", "limit=\"head\"");
        try (Socket silent = socket()) {
            assertEquals(-1, silent.getInputStream().read());
        }

        assertEquals(before + 1, count("gateway_connections_closed_total", "limit=\"head\""));
    }

    @Test
    void whoHasNothingMoreToAskIsCountedApart() throws IOException {
        double before = count("gateway_connections_closed_total", "limit=\"keep_alive\"");
        try (Socket idle = socket()) {
            ask(idle, "/q/openapi/none");
            assertTrue(idle.getInputStream().readAllBytes().length > 0);
        }

        assertTrue(count("gateway_connections_closed_total", "limit=\"keep_alive\"") > before);
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static Socket socket() throws IOException {
        Socket socket = new Socket(gateway().getHost(), gateway().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private double count(String name, String labels) {
        return Scraped.of(management()).count(name, labels);
    }
}
