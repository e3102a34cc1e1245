package dev.batchgateway.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.access.Denial;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** A token is not verified twice, and is judged each time. */
class SeenTokensTest {
    private static final TokenRules RULES = new TokenRules(Signer.AUDIENCE, "batches", "groups");
    private static final Optional<Verdict> KNOWN = Optional.of(new Verdict.Known("service-a"));
    private static final Optional<Verdict> WRONG = Optional.of(new Verdict.Denied(Denial.UNKNOWN_CREDENTIALS));

    @Test
    void theLastThousandAreRemembered() {
        SeenTokens seen = new SeenTokens();
        JwtClaims first = new JwtClaims();
        seen.add("first", first);

        for (int i = 0; i < 2 * SeenTokens.MOST; i++) {
            seen.add("token-" + i, new JwtClaims());
            assertSame(first, seen.find("first").orElseThrow());
        }

        assertEquals(Optional.empty(), seen.find("token-" + SeenTokens.MOST));
        assertTrue(seen.find("token-" + (SeenTokens.MOST + 1)).isPresent());
    }

    @Test
    void aTokenThatWasGoodEndsInItsTime() {
        Signer signer = Signer.of("one", "ES256");
        KeySet keys = Signer.keys(signer);
        String token = signer.token(Signer.claims());

        assertEquals(KNOWN, keys.judge(read(token), RULES, Signer.NOW));
        assertEquals(KNOWN, keys.judge(read(token), RULES, Signer.NOW.plusSeconds(309)));
        assertEquals(WRONG, keys.judge(read(token), RULES, Signer.NOW.plusSeconds(310)));
    }

    @Test
    void whatWasGoodIsTheWholeToken() {
        Signer signer = Signer.of("one", "ES256");
        KeySet keys = Signer.keys(signer);
        String token = signer.token(Signer.claims());
        Map<String, Object> other = Signer.claims();
        other.put("sub", "service-b");
        String signature = token.substring(token.lastIndexOf('.'));
        String otherToken = signer.token(other);

        assertEquals(KNOWN, keys.judge(read(token), RULES, Signer.NOW));
        assertEquals(
                WRONG,
                keys.judge(read(otherToken.substring(0, otherToken.lastIndexOf('.')) + signature), RULES, Signer.NOW));
        assertEquals(
                WRONG,
                keys.judge(
                        read(token.replace(signature, otherToken.substring(otherToken.lastIndexOf('.')))),
                        RULES,
                        Signer.NOW));
    }

    private static SignedToken read(String token) {
        return SignedToken.read(token).orElseThrow();
    }
}
