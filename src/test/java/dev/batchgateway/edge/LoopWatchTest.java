package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);
    /** Bytes that must come in that time: 1,000 a second. */
    private static final int ENOUGH = 75_000;

    private static final Duration NANO = Duration.ofNanos(1);

    private static final class Body implements LoopWatch.Body {
        private boolean isEnded;
        private long bytes;

        @Override
        public boolean isEnded() {
            return isEnded;
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }

    private final ManualClock clock = new ManualClock();
    private final LoopWatch<String> watch = new LoopWatch<>(HEAD.toNanos(), KEEP_ALIVE.toNanos());
    private final Body body = new Body();
    private List<LoopWatch.Overdue<String>> overdue = List.of();

    @Test
    void aHeadHasItsTimeFromTheFirstLookOn() {
        assertOverdue(List.of(), "a");
        clock.advance(HEAD);
        assertOverdue(List.of(), "a");
        clock.advance(NANO);
        assertOverdue(List.of("a"), "a");
    }

    @Test
    void whoWaitsForItsAnswerIsLeftAlone() {
        begins();
        clock.advance(Duration.ofDays(1));

        assertOverdue(List.of(), "a");
    }

    @Test
    void ofAClosedConnectionNothingIsKnownAnyMore() {
        assertTrue(watch.begins("a", body, clock.getAsLong()), "its first request");
        assertFalse(watch.begins("a", body, clock.getAsLong()), "its second");

        watch.closed("a");

        assertTrue(watch.begins("a", body, clock.getAsLong()));
    }

    @Test
    void whoWaitsForOneOfSeveralAnswersIsLeftAlone() {
        begins();
        begins();
        answered();
        clock.advance(Duration.ofDays(1));

        assertOverdue(List.of(), "a");
    }

    @Test
    void afterAnAnswerTheNextRequestHasItsTime() {
        begins();
        body.isEnded = true;
        clock.advance(Duration.ofDays(1));
        answered();
        clock.advance(KEEP_ALIVE);
        assertOverdue(List.of(), "a");
        clock.advance(NANO);

        assertOverdue(List.of("a"), "a");
    }

    @Test
    void aBodyThatStillComesAfterItsAnswerIsWaitedForAsLongAsEnoughComes() {
        begins();
        answered();
        assertOverdue(List.of(), "a");
        for (int i = 1; i <= 10; i++) {
            clock.advance(KEEP_ALIVE);
            body.bytes += ENOUGH;
            assertOverdue(List.of(), "a");
        }
        clock.advance(KEEP_ALIVE.plus(NANO));

        assertOverdue(List.of("a"), "a");
    }

    /** A byte now and then would keep a connection for years. */
    @Test
    void aBodyThatDripsBehindItsAnswerIsWaitedForNoLongerThanTheNextRequest() {
        begins();
        answered();
        for (int i = 1; i <= 5; i++) {
            assertOverdue(List.of(), "a");
            clock.advance(KEEP_ALIVE.dividedBy(5));
            body.bytes += ENOUGH / 5 - 1;
        }
        clock.advance(NANO);

        assertOverdue(List.of("a"), "a");
    }

    @Test
    void whenABodyBehindItsAnswerEndsTheNextRequestHasItsTime() {
        begins();
        answered();
        assertOverdue(List.of(), "a");
        clock.advance(KEEP_ALIVE);
        body.isEnded = true;
        assertOverdue(List.of(), "a");
        clock.advance(KEEP_ALIVE);
        assertOverdue(List.of(), "a");
        clock.advance(NANO);

        assertOverdue(List.of("a"), "a");
    }

    @Test
    void aConnectionThatIsGoneIsForgotten() {
        assertOverdue(List.of(), "a", "b");
        clock.advance(HEAD);
        assertOverdue(List.of(), "b");
        clock.advance(NANO);

        assertOverdue(List.of("b"), "a", "b");
        answered();
        clock.advance(HEAD.minus(NANO));
        assertOverdue(List.of(), "a");
    }

    @Test
    void whoHasNeverAskedIsToldFromWhoHas() {
        begins();
        body.isEnded = true;
        answered();
        assertOverdue(List.of(), "a", "b");
        clock.advance(HEAD.plus(NANO));
        assertOverdue(List.of("b"), "a", "b");
        assertFalse(overdue.get(0).hasAsked());

        clock.advance(KEEP_ALIVE);
        assertOverdue(List.of("a"), "a");
        assertTrue(overdue.get(0).hasAsked());
    }

    /** It stays open until its caller has taken the rest of an answer. */
    @Test
    void aConnectionIsToldOnceHoweverLongItStaysOpen() {
        begins();
        body.isEnded = true;
        answered();
        clock.advance(KEEP_ALIVE.plus(NANO));
        assertOverdue(List.of("a"), "a");
        clock.advance(HEAD.plus(NANO));
        assertOverdue(List.of(), "a");
        clock.advance(KEEP_ALIVE.plus(NANO));

        assertOverdue(List.of(), "a");
    }

    private void begins() {
        watch.begins("a", body, clock.getAsLong());
    }

    private void answered() {
        watch.answered("a", clock.getAsLong());
    }

    private void assertOverdue(List<String> expected, String... open) {
        overdue = watch.overdue(Set.of(open), clock.getAsLong());
        assertEquals(
                expected, overdue.stream().map(LoopWatch.Overdue::connection).toList());
    }
}
