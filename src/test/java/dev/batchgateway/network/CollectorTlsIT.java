package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.SpanCollector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector of traces by TLS: spans are sent, as gzip, to one that can show that it is the right one. */
class CollectorTlsIT {
    private static final String HOST = "localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
    private final SpanCollector collector = new SpanCollector();
    private final Map<String, String> environment = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private Authority authority;

    @BeforeEach
    void anAuthorityThatNobodyKnows() {
        authority = Authority.in(folder);
        environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "50");
    }

    @AfterEach
    void nothingStaysBehind() {
        collector.stop();
        hubSpot.close();
    }

    @Test
    void aCollectorOfTheAuthorityThatIsNamedGetsTheSpans() throws IOException {
        environment.put(
                "OTEL_EXPORTER_OTLP_CERTIFICATE", authority.certificate().toString());

        try (Front tls = front();
                GatewayProcess gateway = gateway(tls)) {
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(
                    Polling.until(PATIENCE, () -> SpanCollector.spans().size() == 2),
                    () -> SpanCollector.spans() + gateway.log());
            assertTrue(tls.connections() > 0);
        }
    }

    @Test
    void aCollectorOfAnAuthorityThatNobodyKnowsGetsNone() throws IOException {
        try (Front tls = front();
                GatewayProcess gateway = gateway(tls)) {
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(
                    Polling.until(PATIENCE, () -> gateway.log()
                            .contains("spans could not be delivered to localhost:" + tls.port()
                                    + ": SSLHandshakeException")),
                    gateway::log);
            assertEquals(List.of(), SpanCollector.spans());
        }
    }

    private Front front() throws IOException {
        Map<String, String> started = collector.start();
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", String.valueOf(started.get("otel.exporter.otlp.headers")));
        URI plain = URI.create(String.valueOf(started.get("otel.exporter.otlp.endpoint")));
        return Front.of(plain, InetAddress.getByName(HOST), authority.server(HOST));
    }

    private GatewayProcess gateway(Front tls) {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://" + HOST + ":" + tls.port());
        return GatewayProcess.start(hubSpot.url(), environment);
    }
}
