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
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import dev.batchgateway.testing.UsedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers by TLS, set up as the README says, and as {@code k8s/components/tls} does: the gateway's certificate, and theirs. */
class CallersTlsIT {
    private static final String HOST = "localhost";
    private static final Pattern LITERAL = Pattern.compile("(?m)^ +- (QUARKUS_\\w+)=(\\S+)$");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        Path secret = authority.secret(HOST, Files.createDirectory(folder.resolve("secret")));
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), component(secret))) {
            GatewayAnswer answer = sent(gateway, authority.client());

            assertEquals(201, answer.status(), answer.body());
            assertEquals("https", gateway.url().getScheme());
            assertFalse(gateway.log().contains("Listening on: http://"), gateway::log);
        }
    }

    /** Before a handshake, behind one, and behind an answer: an open connection costs by TLS, too. */
    @Test
    void connectionsOnWhichNothingComesAreClosed() throws Exception {
        Map<String, String> environment = new HashMap<>(tls());
        environment.put("GATEWAY_EDGE_HEAD", "3s");
        environment.put("GATEWAY_EDGE_KEEP_ALIVE", "3s");
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), environment)) {
            SSLSocketFactory secured = authority.client().getSocketFactory();
            assertEquals(201, sent(gateway, authority.client()).status());
            int port = gateway.url().getPort();

            long opened = System.nanoTime();
            try (Socket silent = new Socket(HOST, port);
                    Socket shaken = secured.createSocket(HOST, port);
                    Socket served = secured.createSocket(HOST, port)) {
                write(shaken, "GET / HTTP/1.1\r\n");
                write(
                        served,
                        "GET /crm/v3/properties/contacts HTTP/1.1\r\nHost: gateway\r\nAuthorization: "
                                + UsedTokens.used("Bearer callers-tls-idle") + "\r\n\r\n");
                served.setSoTimeout((int) PATIENCE.toMillis());
                assertEquals(200, RawAnswer.read(served.getInputStream()).status());

                for (Socket idle : List.of(silent, shaken, served)) {
                    idle.setSoTimeout((int) PATIENCE.toMillis());
                    assertEquals(0, idle.getInputStream().readAllBytes().length);
                    long seconds = Duration.ofNanos(System.nanoTime() - opened).toSeconds();
                    assertTrue(seconds >= 2 && seconds < 20, () -> "after " + seconds + " s");
                }
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Where none is named Quarkus takes the TLS configuration without a name. */
    @Test
    void onePortForTlsAndForManagementIsRefused() throws Exception {
        Path secret = authority.secret(HOST, Files.createDirectory(folder.resolve("unnamed")));
        String port = "18443";

        String log = GatewayProcess.refused(
                GatewayProcess.command(),
                hubSpot.url(),
                Map.of(
                        "QUARKUS_TLS_KEY_STORE_PEM_TLS_CERT",
                        secret.resolve("tls.crt").toString(),
                        "QUARKUS_TLS_KEY_STORE_PEM_TLS_KEY",
                        secret.resolve("tls.key").toString(),
                        "QUARKUS_HTTP_SSL_PORT",
                        port,
                        "QUARKUS_MANAGEMENT_PORT",
                        port));

        assertTrue(log.contains("quarkus.http.ssl-port and quarkus.management.port must be two ports"), log);
    }

    /** As a kubelet renews what is mounted of a Secret: the files are links through a folder's link, which it turns. */
    @Test
    void aCertificateThatIsRenewedIsShownToNewConnections() throws Exception {
        Path first = authority.secret(HOST, Files.createDirectory(folder.resolve("first")));
        Path renewed = stranger.secret(HOST, Files.createDirectory(folder.resolve("renewed")));
        Path mounted = Files.createSymbolicLink(folder.resolve("mounted"), first);
        Map<String, String> environment = new HashMap<>(component(mounted));
        environment.put("QUARKUS_TLS_CALLERS_RELOAD_PERIOD", "1s");
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), environment)) {
            SSLContext known = authority.client();
            // A connection that comes while a certificate is read is closed.
            assertTrue(Polling.until(PATIENCE, () -> isServed(gateway, known)), gateway::log);
            SSLContext another = stranger.client();
            assertThrows(IOException.class, () -> sent(gateway, another));

            Files.move(
                    Files.createSymbolicLink(folder.resolve("turned"), renewed),
                    mounted,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);

            assertTrue(Polling.until(PATIENCE, () -> isServed(gateway, another)), gateway::log);
            assertThrows(IOException.class, () -> sent(gateway, known));
        }
    }

    @Test
    void thePortOfTlsMustBeAnotherThanTheManagements() throws Exception {
        Map<String, String> environment = new HashMap<>(tls());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("QUARKUS_HTTP_SSL_PORT", String.valueOf(free.getLocalPort()));
            environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(free.getLocalPort()));
        }

        String log = GatewayProcess.refused(GatewayProcess.command(), hubSpot.url(), environment);

        assertTrue(log.contains("quarkus.http.ssl-port and quarkus.management.port must be two ports"), log);
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
    void certificatesThatWouldKeepNobodyOutAreRefusedAtTheStart() throws Exception {
        assertDoesNotStart(
                "gateway.callers.certificate-required is true, but the gateway has no certificate of its own",
                Map.of("GATEWAY_CALLERS_CERTIFICATE_REQUIRED", "true"));
        Map<String, String> environment = new HashMap<>(tls());
        environment.put("GATEWAY_CALLERS_CERTIFICATE_REQUIRED", "true");
        assertDoesNotStart("gateway.callers.certificate-required is true, but no authority is named", environment);
    }

    private void assertDoesNotStart(String sentence, Map<String, String> environment) throws InterruptedException {
        String log = GatewayProcess.refused(GatewayProcess.command(), hubSpot.url(), environment);
        assertTrue(log.contains(sentence), log);
    }

    /** The variables of the component, but for the port, which is any, and the place of the certificate. */
    private static Map<String, String> component(Path secret) throws IOException {
        Map<String, String> environment = new HashMap<>();
        Matcher literal = LITERAL.matcher(Files.readString(Path.of("k8s/components/tls/kustomization.yaml")));
        while (literal.find()) {
            environment.put(literal.group(1), literal.group(2).replace("/etc/tls/", secret + "/"));
        }
        environment.put("QUARKUS_HTTP_SSL_PORT", "0");
        return environment;
    }

    private static boolean isServed(GatewayProcess gateway, SSLContext client) {
        try {
            // Created, or there already.
            return sent(gateway, client).status() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while the gateway was asked", e);
        }
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
                .header("Authorization", UsedTokens.used("Bearer callers-tls-1"))
                .header("Content-Type", "application/json")
                // The JDK's client may wait for ever where its handshake is refused when it has ended for it (TLS 1.3).
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(Batches.of(3, Batches::newContact)))
                .build();
        return GatewayAnswer.of(
                HttpClient.newBuilder().sslContext(client).build().send(request, BodyHandlers.ofByteArray()));
    }
}
