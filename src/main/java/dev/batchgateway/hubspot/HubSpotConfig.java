package dev.batchgateway.hubspot;

import java.net.URI;
import java.time.Duration;

/**
 * How HubSpot is reached.
 *
 * @param url scheme, host and port; a path is put before those of the calls
 * @param attemptTimeout longest time one attempt may take, from sending to the whole answer
 * @param connectTimeout longest time for a connection
 * @param maxConnections most connections at once
 */
public record HubSpotConfig(URI url, Duration attemptTimeout, Duration connectTimeout, int maxConnections) {
    /** Refuses an address no call could be made to: a call that cannot be made must not look like one in doubt. */
    public HubSpotConfig {
        String scheme = url.getScheme();
        boolean hasMore = url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null;
        if (url.getHost() == null || hasMore || !("http".equals(scheme) || "https".equals(scheme))) {
            // Without the value: there may be a password in it.
            throw new IllegalArgumentException("gateway.hubspot.url must be http:// or https://, a host, and a path if"
                    + " it has one: no user, no query, no fragment");
        }
    }

    /** The address of {@code uri}, a raw path with its query. */
    public URI resolve(String uri) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + uri);
    }
}
