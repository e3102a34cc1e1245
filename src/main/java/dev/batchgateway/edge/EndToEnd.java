package dev.batchgateway.edge;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The headers that are passed on: those that concern one connection only stop here, as do the gateway's own. */
final class EndToEnd {
    /**
     * RFC 9110, 7.6.1; {@code Host}, which is HubSpot's; {@code Expect}, which is answered here; and the token with which
     * a caller passes Cloud Run's own door (Cloud Run, <i>Authenticating service-to-service</i>).
     */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "x-serverless-authorization");

    /** What begins so is between a caller and the gateway: HubSpot's would look like the gateway's own word. */
    private static final String OURS = "x-gateway-";

    private static final String COOKIE = "Cookie";

    /**
     * With what a caller, or a front door on its behalf, shows who it is: HubSpot's business only where the caller brings
     * HubSpot's own credentials.
     */
    private static final Set<String> CALLERS_OWN = Set.of(
            "cookie",
            "x-amzn-oidc-accesstoken",
            "x-amzn-oidc-data",
            "x-amzn-oidc-identity",
            "x-auth-request-access-token",
            "x-forwarded-access-token",
            "x-forwarded-client-cert",
            "x-goog-iap-jwt-assertion");

    private EndToEnd() {}

    /** The same, without what shows who the caller is. */
    static MultiMap withoutCaller(MultiMap headers) {
        MultiMap kept = of(headers);
        CALLERS_OWN.forEach(kept::remove);
        return kept;
    }

    /** Those of {@code headers} that are passed on, without those that {@code Connection} names. */
    static MultiMap of(MultiMap headers) {
        Set<String> dropped = new TreeSet<>(HOP_BY_HOP);
        for (String connection : headers.getAll("Connection")) {
            for (String name : List.of(connection.split(",", -1))) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!dropped.contains(name) && !name.startsWith(OURS)) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        joinCookies(kept);
        return kept;
    }

    /** HTTP/2 may bring them in pieces, HTTP/1.1 has one such header (RFC 9113, 8.2.3). */
    private static void joinCookies(MultiMap headers) {
        List<String> cookies = headers.getAll(COOKIE);
        if (cookies.size() > 1) {
            headers.set(COOKIE, String.join("; ", cookies));
        }
    }
}
