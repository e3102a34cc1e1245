package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** IPv6, for callers and for HubSpot. */
class AddressesIT {
    private static final String LOOPBACK = "::1";
    private static final byte[] ADDRESS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());

    @AfterEach
    void nothingStaysBehind() {
        hubSpot.close();
    }

    @Test
    void callersAndHubSpotAreReachedByIpv6() throws IOException {
        assumeTrue(hasIpv6(), "This machine has no IPv6 loopback address");
        try (Front front =
                        Front.of(hubSpot.url(), InetAddress.getByAddress(ADDRESS), ServerSocketFactory.getDefault());
                GatewayProcess gateway = GatewayProcess.start(
                        URI.create("http://[" + LOOPBACK + "]:" + front.port()),
                        Map.of("QUARKUS_HTTP_HOST", LOOPBACK, "QUARKUS_MANAGEMENT_HOST", LOOPBACK))) {
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(front.connections() > 0);
            assertTrue(gateway.url().getHost().contains(":"), gateway.url()::toString);
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getByAddress(ADDRESS))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
