package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program does not start with a configuration that is wrong, and says what is. */
class StartRefusalIT {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @Test
    void variablesThatAreNoKeyAndValuesThatAreNotAllowedAreAllTold() throws Exception {
        String log = refused(
                List.of(),
                Map.of(
                        "GATEWAY_EDGE_MAX_BDY", "1M",
                        "GATEWAY_EDGE_IDLE", "0s",
                        "GATEWAY_LIMIT_PERMITS", "0",
                        "GATEWAY_EDGE_MAX_HELD_PER_CALLER", "1T"));

        assertTrue(log.contains("The environment variable GATEWAY_EDGE_MAX_BDY is no key"), log);
        assertTrue(log.contains("gateway.edge.idle must be from 1ms to 1d (time), not 0s"), log);
        assertTrue(log.contains("gateway.limit.permits must be from 1 to 1000000 (calls), not 0"), log);
        assertTrue(log.contains("gateway.edge.max-held-per-caller must be no more than gateway.edge.max-held"), log);
    }

    @Test
    void moreMemoryThanThereIsIsRefused() throws Exception {
        String log = refused(List.of(), Map.of("GATEWAY_EDGE_MAX_HELD", "1T"));

        assertTrue(log.contains("gateway.edge.max-held must be less than the heap, which is "), log);
        assertTrue(log.contains(" bytes, not 1T"), log);
    }

    @Test
    void onePortForCallersAndManagementIsRefused() throws Exception {
        String free = freePort();

        String log = refused(List.of(), Map.of("QUARKUS_HTTP_PORT", free, "QUARKUS_MANAGEMENT_PORT", free));

        assertTrue(
                log.contains("quarkus.http.port and quarkus.management.port must be two ports, and both are " + free),
                log);
    }

    @Test
    void batchesAndCallsUnderWayThatFillTheHeapTogetherAreRefusedOrDoubted() throws Exception {
        String log = refused(
                List.of("-Xmx128m"),
                Map.of("GATEWAY_EDGE_MAX_HELD", "64M", "GATEWAY_DISPATCH_MAX_IN_FLIGHT_BYTES", "64M"));

        assertTrue(log.contains("gateway.dispatch.max-in-flight-bytes together must be less than the heap"), log);
        assertTrue(log.contains(" bytes, not 64M and 64M"), log);
        try (GatewayProcess doubted = GatewayProcess.start(
                GatewayProcess.command("-Xmx128m"), NOWHERE, Map.of("GATEWAY_EDGE_MAX_HELD", "90M"))) {
            assertTrue(doubted.log().contains("together should be no more than three quarters"), doubted::log);
        }
    }

    /** Where the start is refused, and where the configuration is only doubted. */
    @Test
    void theFirstLineNamesTheBuildAllTheSame() throws Exception {
        String log = refused(List.of(), Map.of("GATEWAY_LIMIT_PERMITS", "0"));

        assertTrue(firstLine(log).matches(".*HubSpot Batch Gateway \\S+, commit \\S+"), log);
        try (GatewayProcess doubted = GatewayProcess.start(NOWHERE, Map.of("GATEWAY_EDGE_STALL", "1s"))) {
            assertTrue(doubted.log().contains("gateway.edge.stall should be longer"), doubted::log);
            assertTrue(doubted.log().lines().findFirst().orElseThrow().contains(", commit "), doubted::log);
        }
    }

    @Test
    void aPropertyThatIsNoKeyIsTold() throws Exception {
        assertTrue(refused(List.of("-Dgateway.edge.max-bdy=1M"), Map.of()).contains("gateway.edge.max-bdy"));
    }

    @Test
    void aTokenThatWouldBeOpenToAllIsRefusedAndNotShown() throws Exception {
        String log = refused(List.of(), Map.of("GATEWAY_HUBSPOT_ACCESS_TOKEN", "pat-secret-1"));

        assertTrue(log.contains("whoever reaches the gateway could use that token"), log);
        assertFalse(log.contains("pat-secret-1"), log);
    }

    /** {@link GatewayProcess} looks for all of them in what was written. */
    @Test
    void noSecretIsShownWhateverElseIsWrong() throws Exception {
        String permits = refused(
                List.of(),
                Map.of(
                        "GATEWAY_HUBSPOT_ACCESS_TOKEN", "pat-secret-3",
                        "QUARKUS_REDIS_HOSTS", "redis://:redis-secret-1@127.0.0.1:1",
                        "GATEWAY_LIMIT_PERMITS", "0"));
        String proxy = refused(
                List.of(),
                Map.of(
                        "GATEWAY_HUBSPOT_URL", "https://hubspot.example",
                        "HTTPS_PROXY", "socks5://me:proxy-secret-1@proxy"));

        assertTrue(permits.contains("gateway.limit.permits must be from 1 to 1000000 (calls), not 0"), permits);
        assertTrue(proxy.contains("gateway.hubspot.proxy must be http://host:port"), proxy);
    }

    /** Quarkus, which reads it by itself, would show it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:redis secret-2@127.0.0.1:1",
                "redis://:%zzredis-secret-2@127.0.0.1:1",
                "redis://127.0.0.1:1,redis://:[redis-secret-2@127.0.0.1:1",
                "redis://:${redis-secret-2}@127.0.0.1:1",
                "redis-secret-2:password@127.0.0.1:1"
            })
    void anAddressOfRedisThatCannotBeReadIsNotShown(String hosts) throws Exception {
        for (String name : List.of("QUARKUS_REDIS_HOSTS", "QUARKUS_REDIS_HOSTS_0_")) {
            String log = refused(List.of(), Map.of(name, hosts));

            assertTrue(log.contains("must be redis://:password@host:port"), log);
            assertFalse(log.contains("secret-2"), log);
            assertFalse(log.contains("127.0.0.1"), log);
        }
    }

    @Test
    void keysWithoutATokenAreRefused() throws Exception {
        String log = refused(List.of(), Map.of("GATEWAY_CALLERS_KEYS", "sync:" + "ab".repeat(32)));

        assertTrue(log.contains("gateway.callers.keys is set, and gateway.hubspot.access-token is not"), log);
    }

    @Test
    void anIssuerWhoseTokensWouldAllBeLetInIsRefused() throws Exception {
        String log = refused(
                List.of(),
                Map.of(
                        "GATEWAY_HUBSPOT_ACCESS_TOKEN",
                        "pat-secret-2",
                        "GATEWAY_CALLERS_ISSUER",
                        "https://issuer.example"));

        assertTrue(log.contains("gateway.callers.issuer is set, and gateway.callers.audience is not"), log);
    }

    @Test
    void whatKubernetesSetsForAServiceNamedGatewayStopsNothing() {
        try (GatewayProcess gateway = GatewayProcess.start(
                NOWHERE,
                Map.of(
                        "GATEWAY_SERVICE_HOST", "10.0.0.1",
                        "GATEWAY_SERVICE_PORT_HTTP", "80",
                        "GATEWAY_PORT", "tcp://10.0.0.1:80",
                        "GATEWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                        "GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1"))) {
            assertEquals("http", gateway.url().getScheme());
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(free.getLocalPort());
        }
    }

    private static String firstLine(String refused) {
        return refused.lines().findFirst().orElseThrow();
    }

    private static String refused(List<String> options, Map<String, String> environment) throws InterruptedException {
        return GatewayProcess.refused(GatewayProcess.command(options.toArray(String[]::new)), NOWHERE, environment);
    }
}
