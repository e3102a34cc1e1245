package dev.batchgateway;

import dev.batchgateway.access.AccessConfig;
import dev.batchgateway.access.CallerKeys;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the keys that say who may call must be to each other, as the reference tells it, with configurations that are
 * refused for it: what must hold among more than two keys is no {@link ConfigRelation}.
 *
 * @param told the sentence
 * @param broken each breaks it
 */
record CallersRelation(String told, List<Given> broken) {
    private static final String TOKEN = "pat-na1-relation";
    private static final String KEY = "sync:" + "ab".repeat(32);
    private static final URI ISSUER = URI.create("https://issuer.example");
    private static final String US = "hubspot-batch-gateway";

    /** Of these keys what is set. */
    record Given(
            @Nullable String token,
            List<String> keys,
            @Nullable URI issuer,
            @Nullable String audience,
            @Nullable String role,
            @Nullable String roleClaim) {
        /** What the gateway makes of it when it starts. */
        AccessConfig access() {
            return new AccessConfig(token, CallerKeys.of(keys), issuer, audience, role, roleClaim);
        }
    }

    static List<CallersRelation> all() {
        return List.of(
                new CallersRelation(
                        "`gateway.hubspot.access-token` needs `gateway.callers.keys` or `gateway.callers.issuer`, or both",
                        List.of(new Given(TOKEN, List.of(), null, null, null, null))),
                new CallersRelation(
                        "`gateway.callers.keys`, `.issuer`, `.audience`, `.role` and `.role-claim` may only be set with"
                                + " `gateway.hubspot.access-token`",
                        List.of(
                                new Given(null, List.of(KEY), null, null, null, null),
                                new Given(null, List.of(), ISSUER, null, null, null),
                                new Given(null, List.of(), null, US, null, null),
                                new Given(null, List.of(), null, null, "batches", null),
                                new Given(null, List.of(), null, null, null, "roles"))),
                new CallersRelation(
                        "`gateway.callers.issuer` needs `gateway.callers.audience`, and where that is `any`,"
                                + " `gateway.callers.role`",
                        List.of(
                                new Given(TOKEN, List.of(), ISSUER, null, null, null),
                                new Given(TOKEN, List.of(KEY), ISSUER, null, "batches", null),
                                new Given(TOKEN, List.of(), ISSUER, "any", null, null))),
                new CallersRelation(
                        "`gateway.callers.audience` and `.role` may only be set with `gateway.callers.issuer`, and"
                                + " `.role-claim` with `.role`",
                        List.of(
                                new Given(TOKEN, List.of(KEY), null, US, null, null),
                                new Given(TOKEN, List.of(KEY), null, null, "batches", null),
                                new Given(TOKEN, List.of(KEY), ISSUER, US, null, "roles"))));
    }

    @Override
    public String toString() {
        return told;
    }
}
