package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeErrorsTest {
    @Test
    void whatAFailureSaysOfItselfIsNothingToCallers() {
        for (RuntimeException failure : List.of(
                new IllegalStateException("Response head already sent to 10.1.2.3"),
                new IllegalArgumentException("no such file: /secret"))) {
            Refusal told = EdgeErrors.refusal(failure);

            assertEquals(500, told.status());
            assertEquals("INTERNAL_ERROR", told.category());
            assertEquals("The gateway has failed and cannot say what became of this request", told.text());
            assertEquals("false", told.headers().get("X-Should-Retry"));
        }
    }

    @Test
    void aRefusalIsToldAsItIs() {
        Refusal refusal = Refusal.badRequest("There are no inputs");

        assertSame(refusal, EdgeErrors.refusal(refusal));
    }
}
