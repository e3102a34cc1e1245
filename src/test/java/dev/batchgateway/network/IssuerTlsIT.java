package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer of callers' tokens by TLS: nobody is let in by the keys of one that cannot show that it is the issuer. */
class IssuerTlsIT {
    private static final String HOST = "localhost";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    private final TokenGateway tokens = new TokenGateway();

    @BeforeAll
    static void anAuthorityThatNobodyKnows() {
        authority = Authority.in(folder);
    }

    @AfterEach
    void nothingStaysBehind() {
        tokens.close();
    }

    @Test
    void anIssuerOfTheAuthorityThatIsNamedIsTrusted() throws IOException {
        try (Front tls = front(authority.server(HOST));
                GatewayProcess gateway = tokens.start(name(tls), name(tls), trust())) {
            tokens.assertLetsTokensIn(gateway, name(tls));

            assertTrue(tls.connections() > 0);
        }
    }

    @Test
    void anIssuerOfAnAuthorityThatNobodyKnowsIsNotTrusted() throws IOException {
        assertRefused(authority.server(HOST), Map.of());
    }

    @Test
    void anIssuerWithAnExpiredCertificateIsNotTrusted() throws IOException {
        assertRefused(authority.expiredServer(HOST), trust());
    }

    @Test
    void anIssuerWithTheCertificateOfAnotherHostIsNotTrusted() throws IOException {
        assertRefused(authority.server("issuer.example"), trust());
    }

    /** HubSpot's authority is not the issuer's. */
    @Test
    void anAuthorityThatIsTrustedToBeHubSpotsIsNotTheIssuers() throws IOException {
        assertRefused(
                authority.server(HOST),
                Map.of(
                        "QUARKUS_TLS_HUBSPOT_TRUST_STORE_PEM_CERTS",
                        authority.certificate().toString()));
    }

    private void assertRefused(ServerSocketFactory server, Map<String, String> trust) throws IOException {
        try (Front tls = front(server);
                GatewayProcess gateway = tokens.start(name(tls), name(tls), trust)) {
            tokens.assertCannotJudge(gateway, name(tls));

            assertTrue(tls.connections() > 0);
        }
    }

    private Front front(ServerSocketFactory server) throws IOException {
        return Front.of(tokens.issuerUrl(), InetAddress.getByName(HOST), server);
    }

    private static String name(Front tls) {
        return "https://" + HOST + ":" + tls.port();
    }

    private static Map<String, String> trust() {
        return Map.of(
                "QUARKUS_TLS_ISSUER_TRUST_STORE_PEM_CERTS",
                authority.certificate().toString());
    }
}
