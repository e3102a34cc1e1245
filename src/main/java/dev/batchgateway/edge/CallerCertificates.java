package dev.batchgateway.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;

/**
 * Asks callers for a certificate, when that is configured: without one of the authorities that the gateway trusts for
 * callers no connection is made. Quarkus' own key for it is fixed when the program is built.
 */
public final class CallerCertificates implements HttpServerOptionsCustomizer {
    /** The key that asks for it. */
    public static final String KEY = "gateway.callers.certificate-required";

    /** The key that says which TLS configuration has the gateway's certificate, and the authorities of callers'. */
    public static final String TLS = "quarkus.http.tls-configuration-name";

    /** The key that says whether callers are served without TLS, too. */
    public static final String PLAIN = "quarkus.http.insecure-requests";

    /** Its value with which they are not. */
    public static final String NOT_PLAIN = "disabled";

    private final boolean isRequired;
    private final boolean isPlainServed;

    /**
     * @param isRequired whether callers must show one
     * @param isPlainServed whether callers are served without TLS, too
     */
    public CallerCertificates(boolean isRequired, boolean isPlainServed) {
        this.isRequired = isRequired;
        this.isPlainServed = isPlainServed;
    }

    /** Asks for it. */
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (!isRequired) {
            return;
        }
        require(options.getKeyCertOptions() != null, "but the gateway has no certificate of its own: set " + TLS);
        require(
                options.getTrustOptions() != null,
                "but no authority is named whose certificates callers may show: set the trust store of that TLS"
                        + " configuration, or whoever has a certificate of a public authority would be let in");
        require(!isPlainServed, "but callers without TLS are served, too: set " + PLAIN + " to " + NOT_PLAIN);
        options.setClientAuth(ClientAuth.REQUIRED);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(KEY + " is true, " + sentence);
        }
    }
}
