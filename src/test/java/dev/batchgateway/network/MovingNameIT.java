package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HubSpot's name gets another address: the gateway goes there in half a minute, as long as the JDK keeps the old. */
class MovingNameIT {
    private static final InetAddress NAMES = address(77);
    private static final InetAddress OLD = address(78);
    private static final InetAddress NEW = address(79);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void hubSpotIsReachedWhereItsNameIsNow() throws IOException {
        assumeTrue(Sandbox.isHere(), "Without Bubblewrap a gateway cannot be given a name server of its own");
        Path names = Files.writeString(folder.resolve("resolv.conf"), "nameserver " + NAMES.getHostAddress() + "\n");
        List<String> command = Sandbox.sameRoot(
                List.of(
                        "--ro-bind",
                        names.toString(),
                        Path.of("/etc/resolv.conf").toRealPath().toString()),
                GatewayProcess.command());
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                NameServer server = nameServer();
                Front old = Front.of(hubSpot.url(), OLD, ServerSocketFactory.getDefault());
                Front moved = Front.of(hubSpot.url(), NEW, old.port(), ServerSocketFactory.getDefault());
                GatewayProcess gateway =
                        GatewayProcess.start(command, URI.create("http://hubspot.example:" + old.port()), Map.of())) {
            Gateways.assertReachesHubSpot(gateway);
            assertTrue(old.connections() > 0);
            assertEquals(0, moved.connections());

            server.move(NEW);
            old.leave();
            hubSpot.reset();
            Gateways.assertReachesHubSpot(gateway);

            assertTrue(moved.connections() > 0);
            assertTrue(server.questions() > 1);
        }
    }

    private static NameServer nameServer() {
        try {
            return new NameServer(NAMES, OLD);
        } catch (IOException e) {
            return abort("Port 53 cannot be listened at, which takes root: " + e.getMessage());
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
