package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IPv6, for callers and for HubSpot. */
class AddressesIT {
    private static final String LOOPBACK = "::1";
    private static final byte[] ADDRESS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

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

    /**
     * A name with an address of either kind, of which only that of IPv6 leads anywhere. The system's order has it first, as it
     * has where IPv4 has no route; the JDK's own order begins with IPv4, and no second address is tried.
     */
    @Test
    void ofANameWithBothTheAddressIsTakenThatTheSystemPutsFirst() throws IOException {
        assumeTrue(hasIpv6(), "This machine has no IPv6 loopback address");
        assumeTrue(Sandbox.isHere(), "Without Bubblewrap a gateway cannot be given names of its own");
        Path names = Files.writeString(folder.resolve("hosts"), "127.0.0.1 hubspot.example\n::1 hubspot.example\n");
        List<String> command = Sandbox.sameRoot(
                List.of(
                        "--ro-bind",
                        names.toString(),
                        Path.of("/etc/hosts").toRealPath().toString()),
                GatewayProcess.command("-Djava.net.preferIPv6Addresses=system"));
        try (Front front =
                        Front.of(hubSpot.url(), InetAddress.getByAddress(ADDRESS), ServerSocketFactory.getDefault());
                GatewayProcess gateway =
                        GatewayProcess.start(command, URI.create("http://hubspot.example:" + front.port()), Map.of())) {
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(front.connections() > 0);
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
