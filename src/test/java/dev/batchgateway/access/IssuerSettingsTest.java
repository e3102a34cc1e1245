package dev.batchgateway.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSettingsTest {
    @Test
    void whatIsNotSetIsAsItMustBe() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    @Test
    void theNeededValuesMayBeWrittenOut() {
        assertDoesNotThrow(() -> check(Map.of(
                "quarkus.oidc.application-type", "SERVICE",
                "quarkus.oidc.token.header", "authorization",
                "quarkus.oidc.token.authorization-scheme", "Bearer",
                "quarkus.oidc.token.allow-jwt-introspection", "false")));
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.oidc.application-type, web-app, service",
        "quarkus.oidc.application-type, hybrid, service",
        "quarkus.oidc.token.header, X-Token, Authorization",
        "quarkus.oidc.token.authorization-scheme, DPoP, Bearer",
        "quarkus.oidc.token.allow-jwt-introspection, true, false",
        "quarkus.oidc.token.allow-opaque-token-introspection, true, false",
        "quarkus.oidc.token.require-jwt-introspection-only, true, false",
        "quarkus.oidc.authentication.user-info-required, true, false",
    })
    void anotherValueIsRefusedWithASentence(String key, String value, String needed) {
        String told = refused(Map.of(key, value));

        assertTrue(told.startsWith(key + " must be " + needed + ", not " + value + ": "), told);
    }

    @Test
    void eachHasItsSentence() {
        assertEquals(
                2,
                refused(Map.of("quarkus.oidc.token.header", "X-Token", "quarkus.oidc.application-type", "hybrid"))
                        .lines()
                        .count());
    }

    private static String refused(Map<String, String> given) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> check(given)).getMessage());
    }

    private static void check(Map<String, String> given) {
        IssuerSettings.check(key -> Optional.ofNullable(given.get(key)));
    }
}
