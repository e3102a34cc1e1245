package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.testing.FakeAnswers;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private final Verdict verdict = new Verdict();
    private final Reply.Refused conflict = FakeAnswers.refused(409, "CONFLICT", "Contact exists. Existing ID: 1");

    @Test
    void thereIsNoneBeforeAnyCall() {
        assertNull(verdict.common());
    }

    @Test
    void refusalsThatDifferInDigitsAreAlikeAndTheFirstIsTold() {
        verdict.refused(conflict);
        verdict.refused(FakeAnswers.refused(409, "CONFLICT", "Contact exists. Existing ID: 23"));

        assertSame(conflict, verdict.common());
    }

    @Test
    void refusalsThatDifferInStatusOrWordsAreNot() {
        verdict.refused(conflict);
        verdict.refused(FakeAnswers.refused(409, "CONFLICT", "Something else"));

        assertNull(verdict.common());
    }

    @Test
    void refusalsWithoutABodyAreAlikeByTheirStatus() {
        verdict.refused(FakeAnswers.html(404));
        verdict.refused(FakeAnswers.html(404));
        assertEquals(FakeAnswers.html(404), verdict.common());

        verdict.refused(conflict);
        assertNull(verdict.common());
    }

    @Test
    void anyOtherEndOfACallMeansThereIsNone() {
        verdict.refused(conflict);
        verdict.other();

        assertNull(verdict.common());
    }
}
