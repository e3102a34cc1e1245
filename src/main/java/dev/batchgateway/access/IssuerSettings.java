package dev.batchgateway.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the door takes for granted of {@code quarkus.oidc.*}: that a caller's token stands in {@code Authorization:
 * Bearer}, where it is taken out before anything is passed on, and that it is judged here and sent to nobody. Another
 * setting would break that without a word.
 */
public final class IssuerSettings {
    private static final String ELSEWHERE =
            "the gateway reads callers' tokens in Authorization: Bearer alone, and passes other headers on to HubSpot";
    private static final String SENT =
            "callers' tokens, and HubSpot's own sent by mistake, would be sent to the issuer";

    private static final List<Setting> NEEDED = List.of(
            new Setting(
                    "quarkus.oidc.application-type", "service", "callers are programs, and cannot log in at a page"),
            new Setting("quarkus.oidc.token.header", "Authorization", ELSEWHERE),
            new Setting("quarkus.oidc.token.authorization-scheme", "Bearer", ELSEWHERE),
            new Setting("quarkus.oidc.token.allow-jwt-introspection", "false", SENT),
            new Setting("quarkus.oidc.token.allow-opaque-token-introspection", "false", SENT),
            new Setting("quarkus.oidc.token.require-jwt-introspection-only", "false", SENT),
            new Setting("quarkus.oidc.authentication.user-info-required", "false", SENT));

    private record Setting(String key, String needed, String why) {}

    private IssuerSettings() {}

    /**
     * Looks at all of them.
     *
     * @param given a key's value; empty when it is not set, which is as it is needed
     * @throws IllegalArgumentException when one is another, with a sentence for each
     */
    public static void check(Function<String, Optional<String>> given) {
        List<String> faults = NEEDED.stream()
                .flatMap(setting -> given
                        .apply(setting.key)
                        .filter(value -> !value.strip().equalsIgnoreCase(setting.needed))
                        .map(value ->
                                setting.key + " must be " + setting.needed + ", not " + value + ": " + setting.why)
                        .stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }
}
