package dev.batchgateway.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer of callers' tokens behind a proxy, and its keys, which may be elsewhere. */
class IssuerProxyIT {
    /** Names that only the proxy can make something of. */
    private static final String BEYOND = "issuer.example";

    private static final String NAME = "https://" + BEYOND;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    private final TokenGateway tokens = new TokenGateway();

    @BeforeAll
    static void anAuthority() {
        authority = Authority.in(folder);
    }

    @AfterEach
    void nothingStaysBehind() {
        tokens.close();
    }

    @Test
    void theIssuerIsReachedThroughATunnelAndTrustedByItsOwnName() throws IOException {
        try (Front tls = front(BEYOND);
                ConnectProxy proxy = proxy(tls);
                GatewayProcess gateway =
                        tokens.start(NAME, NAME, environment("http://me:proxy-s3cret@" + proxy.address(), ""))) {
            tokens.assertLetsTokensIn(gateway, NAME);

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
            assertFalse(gateway.log().contains("proxy-s3cret"));
        }
    }

    @Test
    void anIssuerOfNoProxyIsReachedWithout() throws IOException {
        try (Front tls = front("localhost");
                ConnectProxy proxy = proxy(tls);
                GatewayProcess gateway =
                        tokens.start(direct(tls), direct(tls), environment("http://" + proxy.address(), "localhost"))) {
            tokens.assertLetsTokensIn(gateway, direct(tls));

            assertEquals(List.of(), proxy.requests());
        }
    }

    /** As an issuer does that is asked inside and has its keys at its public name. */
    @Test
    void keysBeyondTheProxyOfAnIssuerOfNoProxyAreReachedThroughIt() throws IOException {
        try (Front inside = front("localhost");
                Front outside = front(BEYOND);
                ConnectProxy proxy = proxy(outside);
                GatewayProcess gateway =
                        tokens.start(direct(inside), NAME, environment("http://" + proxy.address(), "localhost"))) {
            tokens.assertLetsTokensIn(gateway, direct(inside));

            assertTrue(inside.connections() > 0);
            assertFalse(proxy.requests().isEmpty());
            proxy.requests().forEach(request -> assertEquals("CONNECT " + BEYOND + ":443 HTTP/1.1", request.get(0)));
        }
    }

    @Test
    void keysOfNoProxyOfAnIssuerBeyondItAreReachedWithout() throws IOException {
        try (Front inside = front("localhost");
                Front outside = front(BEYOND);
                ConnectProxy proxy = proxy(outside);
                GatewayProcess gateway =
                        tokens.start(NAME, direct(inside), environment("http://" + proxy.address(), "localhost"))) {
            tokens.assertLetsTokensIn(gateway, NAME);

            assertTrue(inside.connections() > 0);
            proxy.requests().forEach(request -> assertEquals("CONNECT " + BEYOND + ":443 HTTP/1.1", request.get(0)));
        }
    }

    /** It takes connections, and never answers. */
    @Test
    void aProxyThatSaysNothingIsNotWaitedForForLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                GatewayProcess gateway =
                        tokens.start(NAME, NAME, environment("http://127.0.0.1:" + silent.getLocalPort(), ""))) {
            tokens.assertCannotJudge(gateway, NAME);
        }
    }

    private Front front(String host) throws IOException {
        return Front.of(tokens.issuerUrl(), InetAddress.getByName("localhost"), authority.server(host));
    }

    private static ConnectProxy proxy(Front tls) {
        return ConnectProxy.to(URI.create("tls://127.0.0.1:" + tls.port()));
    }

    private static String direct(Front tls) {
        return "https://localhost:" + tls.port();
    }

    private static Map<String, String> environment(String proxy, String noProxy) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HTTPS_PROXY", proxy);
        environment.put("NO_PROXY", noProxy);
        environment.put(
                "QUARKUS_TLS_ISSUER_TRUST_STORE_PEM_CERTS",
                authority.certificate().toString());
        return environment;
    }
}
