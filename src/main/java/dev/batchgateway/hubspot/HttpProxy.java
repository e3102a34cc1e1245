package dev.batchgateway.hubspot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the way to HubSpot, which is asked by {@code CONNECT} for a tunnel: it sees HubSpot's name, and no word of
 * what goes through.
 *
 * @param user who the gateway is to the proxy; null for nobody
 */
public record HttpProxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {
    private static final int DEFAULT_PORT = 80;

    /**
     * The proxy for {@code hubSpot}, as the variables of the same names say it to most programs; none for an address
     * without TLS.
     *
     * @param httpsProxy {@code http://user:password@proxy:3128}, where only the host is needed; empty for none
     * @param noProxy what is reached without, as {@link NoProxy} reads it; may be empty
     * @throws IllegalArgumentException when {@code httpsProxy} is no such address; its text does not say the password
     */
    public static Optional<HttpProxy> of(URI hubSpot, String httpsProxy, String noProxy) {
        if (httpsProxy.isBlank() || !"https".equals(hubSpot.getScheme()) || NoProxy.excepts(noProxy, hubSpot)) {
            return Optional.empty();
        }
        return Optional.of(parsed(httpsProxy.strip()));
    }

    private static HttpProxy parsed(String text) {
        URI address = address(text.contains("://") ? text : "http://" + text);
        String[] user = address.getUserInfo() == null
                ? new String[0]
                : address.getUserInfo().split(":", 2);
        return new HttpProxy(
                address.getHost().replaceAll("[\\[\\]]", ""),
                address.getPort() < 0 ? DEFAULT_PORT : address.getPort(),
                user.length > 0 ? user[0] : null,
                user.length > 1 ? user[1] : null);
    }

    /** What is wrong is not shown: there may be a password in it. */
    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null && "http".equals(address.getScheme())) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Refused below; the exception's own message repeats the text.
        }
        throw new IllegalArgumentException("gateway.hubspot.proxy must be http://host:port");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
