package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DevSimulatorTest {
    @Test
    void startsWhereTheGatewayLooksForHubSpot() throws IOException {
        URI own = URI.create("http://127.0.0.1:" + freePort());
        DevSimulator simulator = new DevSimulator(own, own);
        try {
            assertEquals(Optional.of(own), simulator.url());
            assertEquals(0, new SimulatorControl(own).summary().calls());
        } finally {
            simulator.stop(new ShutdownEvent());
        }
    }

    @Test
    void startsNothingWhenAnotherHubSpotIsConfigured() throws IOException {
        URI own = URI.create("http://127.0.0.1:" + freePort());

        DevSimulator simulator = new DevSimulator(URI.create("https://api.hubapi.com"), own);

        assertEquals(Optional.empty(), simulator.url());
    }

    /** What makes {@code quarkus:dev} start it, and a production build not have it. */
    @Test
    void isABeanOfDevModeAlone() {
        assertTrue(DevSimulator.class.isAnnotationPresent(Startup.class));
        assertEquals(
                "dev", DevSimulator.class.getAnnotation(IfBuildProfile.class).value());
    }

    @Test
    void onlyDevModePointsTheGatewayAtIt() throws IOException {
        Properties properties = new Properties();
        try (var file = DevSimulator.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }

        assertEquals("${simulator.url}", properties.getProperty("%dev.gateway.hubspot.url"));
        assertTrue(properties.containsKey("%dev.simulator.url"));
        assertFalse(properties.containsKey("gateway.hubspot.url"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
