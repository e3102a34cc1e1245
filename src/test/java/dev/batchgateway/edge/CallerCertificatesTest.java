package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.Test;

/** Certificates of callers; {@code CallersTlsIT} shows them. */
class CallerCertificatesTest {
    private static final PfxOptions STORE = new PfxOptions();

    @Test
    void callersAreAskedForOne() {
        HttpServerOptions options =
                new HttpServerOptions().setKeyCertOptions(STORE).setTrustOptions(STORE);

        new CallerCertificates(true, false).customizeHttpsServer(options);

        assertEquals(ClientAuth.REQUIRED, options.getClientAuth());
    }

    @Test
    void callersAreNotAskedWhenTheyNeedNotShowOne() {
        HttpServerOptions options = new HttpServerOptions();

        new CallerCertificates(false, true).customizeHttpsServer(options);

        assertEquals(ClientAuth.NONE, options.getClientAuth());
    }

    @Test
    void whatWouldLetOthersInIsRefused() {
        refused("the gateway has no certificate of its own", false, new HttpServerOptions().setTrustOptions(STORE));
        refused("no authority is named", false, new HttpServerOptions().setKeyCertOptions(STORE));
        refused(
                "quarkus.http.insecure-requests",
                true,
                new HttpServerOptions().setKeyCertOptions(STORE).setTrustOptions(STORE));
    }

    private static void refused(String sentence, boolean isPlainServed, HttpServerOptions options) {
        CallerCertificates certificates = new CallerCertificates(true, isPlainServed);
        String told = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> certificates.customizeHttpsServer(options))
                        .getMessage());
        assertTrue(
                told.startsWith("gateway.callers.certificate-required is true, but ") && told.contains(sentence), told);
    }
}
