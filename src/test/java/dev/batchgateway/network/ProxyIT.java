package dev.batchgateway.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy, as the environment of most programs says it: HTTPS_PROXY and NO_PROXY. */
class ProxyIT {
    /** A name that only the proxy can make something of. */
    private static final String BEYOND = "api.hubspot.example";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Authority authority;

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());

    @BeforeEach
    void anAuthority() {
        authority = Authority.in(folder);
    }

    @AfterEach
    void nothingStaysBehind() {
        hubSpot.close();
    }

    @Test
    void hubSpotIsReachedThroughTunnelsAndTrustedByItsOwnName() throws IOException {
        try (Front tls = front(BEYOND);
                ConnectProxy proxy = ConnectProxy.to(URI.create("tls://127.0.0.1:" + tls.port()));
                GatewayProcess gateway = gateway(BEYOND + ":443", "http://me:proxy-s3cret@" + proxy.address(), "")) {
            Gateways.assertReachesHubSpot(gateway);

            assertFalse(proxy.requests().isEmpty());
            String credentials = Base64.getEncoder().encodeToString("me:proxy-s3cret".getBytes(US_ASCII));
            for (List<String> request : proxy.requests()) {
                assertEquals("CONNECT " + BEYOND + ":443 HTTP/1.1", request.get(0));
                assertTrue(
                        request.stream()
                                .anyMatch(line -> line.equalsIgnoreCase("Proxy-Authorization: Basic " + credentials)),
                        request::toString);
                assertFalse(request.toString().contains("Bearer"), request::toString);
            }
            assertEquals(3, hubSpot.ledger().summary().writes());
            assertFalse(gateway.log().contains("proxy-s3cret"));
        }
    }

    @Test
    void aNameOfNoProxyIsReachedWithout() throws IOException {
        try (Front tls = front("localhost");
                ConnectProxy proxy = ConnectProxy.to(hubSpot.url());
                GatewayProcess gateway =
                        gateway("localhost:" + tls.port(), "http://" + proxy.address(), "example.com, localhost")) {
            Gateways.assertReachesHubSpot(gateway);

            assertEquals(List.of(), proxy.requests());
        }
    }

    private Front front(String host) {
        return Front.of(hubSpot.url(), InetAddress.getLoopbackAddress(), authority.server(host));
    }

    private GatewayProcess gateway(String hubSpotAt, String proxy, String noProxy) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HTTPS_PROXY", proxy);
        environment.put("NO_PROXY", noProxy);
        environment.put(
                "QUARKUS_TLS_HUBSPOT_TRUST_STORE_PEM_CERTS",
                authority.certificate().toString());
        return GatewayProcess.start(URI.create("https://" + hubSpotAt), environment);
    }
}
