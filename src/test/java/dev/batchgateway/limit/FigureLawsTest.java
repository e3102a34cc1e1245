package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds of a {@link Figure}, whatever the order of answers. */
class FigureLawsTest {
    private record Answer(long value, long trueAt, long sentAt, long readAt) {}

    @Test
    void isUnknownAtFirst() {
        assertFalse(new Figure().isKnown());
    }

    @Test
    void theLaterCallsFigureHoldsWhenTheyDoNotOverlap() {
        Figure figure = new Figure();

        assertTrue(figure.told(100, 0, 5));
        assertTrue(figure.told(190, 5, 9));
        assertFalse(figure.told(50, 1, 4));

        assertEquals(190, figure.value());
    }

    @Test
    void theLowerFigureHoldsWhenTheyOverlap() {
        Figure figure = new Figure();
        figure.told(100, 0, 5);

        assertTrue(figure.told(50, 1, 6));
        assertFalse(figure.told(100, 2, 7));

        assertEquals(50, figure.value());
    }

    /**
     * HubSpot changes the limit a few times, calls overlap as they like. The figure that holds is never above the
     * lowest that was true since the last change whose news has surely reached us, nor below what was ever true.
     */
    @Property(tries = 500)
    void neverBelievesMoreThanWhatCanStillBeTrue(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] limits = random.longs(5, 1, 6).toArray();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long sentAt = random.nextLong(500);
            long trueAt = sentAt + random.nextLong(40);
            long readAt = trueAt + random.nextLong(40);
            answers.add(new Answer(limits[(int) Math.min(4, trueAt / 100)], trueAt, sentAt, readAt));
        }
        answers.sort(Comparator.comparingLong(Answer::readAt));
        Figure figure = new Figure();
        List<Answer> heard = new ArrayList<>();
        for (Answer answer : answers) {
            figure.told(answer.value(), answer.sentAt(), answer.readAt());
            heard.add(answer);

            assertEquals(holds(heard), figure.value(), "seed " + seed + ", " + heard.size() + " answers");
        }
    }

    /** The same, written out: an answer counts for nothing once one was told by a call sent after it that holds. */
    private static long holds(List<Answer> heard) {
        Answer holding = heard.get(0);
        for (Answer answer : heard) {
            boolean isAfter = answer.sentAt() >= holding.readAt();
            boolean isBefore = answer.readAt() <= holding.sentAt();
            boolean isSame = answer.value() == holding.value();
            if (isSame) {
                holding = new Answer(
                        answer.value(),
                        0,
                        Math.max(answer.sentAt(), holding.sentAt()),
                        Math.max(answer.readAt(), holding.readAt()));
            } else if (isAfter || (!isBefore && answer.value() < holding.value())) {
                holding = answer;
            }
        }
        return holding.value();
    }

    /** However many calls overlap all the time: a latency after a change the new limit holds. */
    @Property(tries = 200)
    void aChangeIsBelievedAfterTheLongestCall(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Answer> answers = new ArrayList<>();
        for (long sentAt = 0; sentAt < 1_000; sentAt += 1 + random.nextLong(5)) {
            long trueAt = sentAt + random.nextLong(40);
            answers.add(new Answer(trueAt < 500 ? 100 : 190, trueAt, sentAt, trueAt + random.nextLong(40)));
        }
        answers.sort(Comparator.comparingLong(Answer::readAt));
        Figure figure = new Figure();
        for (Answer answer : answers) {
            figure.told(answer.value(), answer.sentAt(), answer.readAt());
            if (answer.readAt() >= 700) {
                assertEquals(190, figure.value());
            }
        }
    }
}
