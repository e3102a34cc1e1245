package dev.batchgateway.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the issuer is asked for its keys, and what there is meanwhile. */
class IssuerKeysTest {
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final KeySet FIRST = Signer.keys(Signer.of("one", "ES256"));
    private static final KeySet SECOND = Signer.keys(Signer.of("two", "ES256"));

    private final ManualClock clock = new ManualClock();
    private final Asked issuer = new Asked();
    private final IssuerKeys keys = new IssuerKeys(issuer, clock);

    @Test
    void allWaitForOneQuestion() {
        assertNull(keys.current());
        CompletableFuture<Optional<KeySet>> one = newer(null);
        CompletableFuture<Optional<KeySet>> two = newer(null);

        assertFalse(one.isDone() || two.isDone());
        issuer.answer(FIRST);

        assertEquals(Optional.of(FIRST), one.join());
        assertEquals(Optional.of(FIRST), two.join());
        assertSame(FIRST, keys.current());
        assertEquals(1, issuer.count());
    }

    /** Who waits may leave; the others still wait. */
    @Test
    void whoLeavesTakesNobodyWithThem() {
        CompletableFuture<Optional<KeySet>> one = newer(null);
        CompletableFuture<Optional<KeySet>> two = newer(null);

        assertTrue(one.cancel(false));
        issuer.answer(FIRST);

        assertEquals(Optional.of(FIRST), two.join());
    }

    @Test
    void inventedNamesAskOnceAMinute() {
        know(FIRST);

        for (int i = 0; i < 1_000; i++) {
            assertEquals(Optional.of(FIRST), newer(FIRST).join());
        }
        clock.advance(IssuerKeys.PAUSE.minus(INSTANT));
        assertEquals(Optional.of(FIRST), newer(FIRST).join());
        assertEquals(1, issuer.count());

        clock.advance(INSTANT);
        CompletableFuture<Optional<KeySet>> later = newer(FIRST);
        assertEquals(2, issuer.count());
        issuer.answer(SECOND);
        assertEquals(Optional.of(SECOND), later.join());
    }

    @Test
    void whoKnowsLessThanThereIsGetsThatAndAsksNobody() {
        know(FIRST);
        clock.advance(IssuerKeys.PAUSE);

        assertEquals(Optional.of(FIRST), newer(null).join());
        assertEquals(1, issuer.count());
    }

    @Test
    void anIssuerOutOfReachIsAskedEveryFiveSecondsAndComesBack() {
        CompletableFuture<Optional<KeySet>> first = newer(null);
        issuer.fail("refused");
        assertEquals(Optional.empty(), first.join());

        clock.advance(IssuerKeys.PAUSE_WHEN_LOST.minus(INSTANT));
        assertEquals(Optional.empty(), newer(null).join());
        assertEquals(1, issuer.count());

        clock.advance(INSTANT);
        CompletableFuture<Optional<KeySet>> second = newer(null);
        issuer.answer(FIRST);
        assertEquals(Optional.of(FIRST), second.join());
        assertSame(FIRST, keys.current());
    }

    /** A time-out may be as long as the pause: the pause begins when it ends. */
    @Test
    void thePauseBeginsWithTheAnswer() {
        CompletableFuture<Optional<KeySet>> first = newer(null);
        clock.advance(Duration.ofSeconds(10));
        issuer.fail("silent");

        assertEquals(Optional.empty(), first.join());
        assertEquals(Optional.empty(), newer(null).join());
        assertEquals(1, issuer.count());
    }

    @Test
    void knownKeysStayWhileTheIssuerIsOutOfReachAndOthersAreNotToBeHad() {
        know(FIRST);
        clock.advance(IssuerKeys.PAUSE);

        CompletableFuture<Optional<KeySet>> other = newer(FIRST);
        issuer.fail("refused");

        assertEquals(Optional.empty(), other.join());
        assertEquals(Optional.empty(), newer(FIRST).join());
        clock.advance(Duration.ofDays(7));
        assertSame(FIRST, keys.current());
    }

    @Test
    void oldKeysServeOnWhileOthersAreAskedFor() {
        know(FIRST);
        clock.advance(IssuerKeys.OLD.minus(INSTANT));
        assertSame(FIRST, keys.current());
        assertEquals(1, issuer.count());

        clock.advance(INSTANT);
        assertSame(FIRST, keys.current());
        assertSame(FIRST, keys.current());
        assertEquals(2, issuer.count());

        issuer.fail("refused");
        assertSame(FIRST, keys.current());
        assertEquals(2, issuer.count());

        clock.advance(IssuerKeys.PAUSE_WHEN_LOST);
        assertSame(FIRST, keys.current());
        issuer.answer(SECOND);
        assertSame(SECOND, keys.current());
        assertEquals(3, issuer.count());
    }

    @Test
    void aLineOfTheLogIsForAQuestionNotForThoseWhoWait() {
        LoggedLines lines = new LoggedLines("No token of the OpenID Connect issuer can be checked");
        lines.start();
        try {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Optional<KeySet>> token = newer(null);
                if (i == 50) {
                    issuer.fail("Connection refused");
                }
                assertEquals(i >= 50, token.isDone());
            }
        } finally {
            lines.stop();
        }

        assertEquals(1, lines.texts().size(), () -> lines.texts().toString());
        assertTrue(lines.texts().get(0).endsWith("Connection refused"), () -> lines.texts()
                .toString());
    }

    private void know(KeySet known) {
        CompletableFuture<Optional<KeySet>> question = newer(null);
        issuer.answer(known);
        assertEquals(Optional.of(known), question.join());
    }

    private CompletableFuture<Optional<KeySet>> newer(@Nullable KeySet than) {
        return keys.newer(than).toCompletableFuture();
    }
}
