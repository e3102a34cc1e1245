package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers by TLS, set up as the README says: the gateway's certificate, and theirs. */
class CallersTlsIT {
    private static final String HOST = "localhost";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    @SuppressWarnings("NullAway.Init")
    private static Authority stranger;

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());

    @BeforeAll
    static void twoAuthorities() throws IOException {
        authority = Authority.in(Files.createDirectory(folder.resolve("known")));
        stranger = Authority.in(Files.createDirectory(folder.resolve("unknown")));
    }

    @AfterEach
    void nothingStaysBehind() {
        hubSpot.close();
    }

    @Test
    void callersAreServedByTlsAndByNothingElse() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), tls())) {
            GatewayAnswer answer = sent(gateway, authority.client());

            assertEquals(201, answer.status(), answer.body());
            assertEquals("https", gateway.url().getScheme());
            assertFalse(gateway.log().contains("Listening on: http://"), gateway::log);
        }
    }

    @Test
    void aCallerWithACertificateIsServedAndOneWithoutIsNot() throws Exception {
        Map<String, String> environment = new HashMap<>(tls());
        environment.put("GATEWAY_CALLERS_CERTIFICATE_REQUIRED", "true");
        environment.put(
                "QUARKUS_TLS_CALLERS_TRUST_STORE_PEM_CERTS",
                authority.certificate().toString());
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), environment)) {
            assertThrows(IOException.class, () -> sent(gateway, authority.client()));
            SSLContext another = authority.client(stranger.store("caller"));
            assertThrows(IOException.class, () -> sent(gateway, another));
            assertEquals(0, hubSpot.ledger().summary().calls());

            GatewayAnswer answer = sent(gateway, authority.client(authority.store("caller")));

            assertEquals(201, answer.status(), answer.body());
            assertEquals(3, hubSpot.ledger().summary().writes());
        }
    }

    @Test
    void certificatesThatWouldKeepNobodyOutAreRefusedAtTheStart() {
        assertDoesNotStart(
                "gateway.callers.certificate-required is true, but the gateway has no certificate of its own",
                Map.of("GATEWAY_CALLERS_CERTIFICATE_REQUIRED", "true"));
        Map<String, String> environment = new HashMap<>(tls());
        environment.put("GATEWAY_CALLERS_CERTIFICATE_REQUIRED", "true");
        assertDoesNotStart("gateway.callers.certificate-required is true, but no authority is named", environment);
    }

    private void assertDoesNotStart(String sentence, Map<String, String> environment) {
        AssertionError log = assertThrows(AssertionError.class, () -> GatewayProcess.start(hubSpot.url(), environment));
        assertTrue(String.valueOf(log.getMessage()).contains(sentence), log::getMessage);
    }

    private static Map<String, String> tls() {
        return Map.of(
                "QUARKUS_HTTP_INSECURE_REQUESTS", "disabled",
                "QUARKUS_HTTP_SSL_PORT", "0",
                "QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "callers",
                "QUARKUS_TLS_CALLERS_KEY_STORE_P12_PATH", authority.store(HOST).toString(),
                "QUARKUS_TLS_CALLERS_KEY_STORE_P12_PASSWORD", Authority.PASSWORD);
    }

    private static GatewayAnswer sent(GatewayProcess gateway, SSLContext client)
            throws IOException, InterruptedException {
        // By the name that is in its certificate.
        URI url =
                URI.create("https://" + HOST + ":" + gateway.url().getPort() + "/crm/v3/objects/contacts/batch/create");
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer tls")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Batches.of(3, Batches::newContact)))
                .build();
        return GatewayAnswer.of(
                HttpClient.newBuilder().sslContext(client).build().send(request, BodyHandlers.ofByteArray()));
    }
}
