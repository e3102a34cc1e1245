package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HubSpot by TLS: nothing is sent to a server that cannot show that it is HubSpot. */
class TlsIT {
    private static final String HOST = "localhost";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());

    @BeforeAll
    static void anAuthorityThatNobodyKnows() {
        authority = Authority.in(folder);
    }

    @AfterEach
    void nothingStaysBehind() {
        hubSpot.close();
    }

    @Test
    void anAuthorityThatTheGatewayIsToldOfIsTrusted() throws IOException {
        try (Front tls = front(authority.server(HOST));
                GatewayProcess gateway = gateway(tls, trust())) {
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(tls.connections() > 0);
            assertEquals(3, hubSpot.ledger().summary().writes());
        }
    }

    @Test
    void anAuthorityThatNobodyKnowsIsNotTrusted() throws IOException {
        assertRefused(authority.server(HOST), Map.of());
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws IOException {
        assertRefused(authority.expiredServer(HOST), trust());
    }

    @Test
    void aCertificateOfAnotherHostIsNotTrusted() throws IOException {
        assertRefused(authority.server("hubspot.example"), trust());
    }

    private void assertRefused(ServerSocketFactory server, Map<String, String> trust) throws IOException {
        try (Front tls = front(server);
                GatewayProcess gateway = gateway(tls, trust)) {
            Gateways.assertDoesNotTrust(gateway);

            assertTrue(tls.connections() > 0);
            assertEquals(0, hubSpot.ledger().summary().calls());
        }
    }

    private Front front(ServerSocketFactory server) throws IOException {
        return Front.of(hubSpot.url(), InetAddress.getByName(HOST), server);
    }

    private static GatewayProcess gateway(Front tls, Map<String, String> environment) {
        return GatewayProcess.start(URI.create("https://" + HOST + ":" + tls.port()), environment);
    }

    private static Map<String, String> trust() {
        return Map.of(
                "QUARKUS_TLS_HUBSPOT_TRUST_STORE_PEM_CERTS",
                authority.certificate().toString());
    }
}
