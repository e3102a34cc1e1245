package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TellableTest {
    private static final String VALUE = "a-header-value-1";

    @Test
    void whatSaysNothingOfARequestIsToldAsItIs() {
        Exception failure = new IllegalStateException("a bug", new ConnectException("refused"));

        assertTrue(Tellable.isWhole(failure));
        assertSame(failure, Tellable.of(failure));
    }

    /** Vert.x says which header it will not send, with its value, and whoever wraps that says it again. */
    @Test
    void whatMayQuoteAHeaderIsToldWithoutWordsButWithEveryPlaceItCameFrom() {
        Exception quoting = new IllegalArgumentException("a header value contains a prohibited character: " + VALUE);
        Exception failure = new IllegalStateException(quoting.toString(), quoting);

        Throwable told = Tellable.of(failure);

        assertFalse(Tellable.isWhole(failure));
        assertEquals("IllegalStateException", Tellable.line(failure));
        assertEquals("ConnectException: refused", Tellable.line(new ConnectException("refused")));
        assertEquals(IllegalStateException.class.getName(), told.getMessage());
        assertEquals(
                IllegalArgumentException.class.getName(),
                Objects.requireNonNull(told.getCause()).getMessage());
        assertEquals(
                failure.getStackTrace()[0], told.getStackTrace()[0], "where it came from is what a bug is found by");
        String printed = printed(told);
        assertFalse(printed.contains(VALUE), printed);
        assertTrue(printed.contains("java.lang.IllegalArgumentException"), printed);
        assertTrue(printed.contains("at " + TellableTest.class.getName()), printed);
    }

    /** What several things have failed with is kept in one of them. */
    @Test
    void whatMayQuoteAHeaderIsFoundBesideAFailureToo() {
        Exception failure = new IllegalStateException("two have failed");
        failure.addSuppressed(new IllegalStateException(new IllegalArgumentException(VALUE)));

        assertFalse(printed(Tellable.of(failure)).contains(VALUE));
    }

    @Test
    void causesThatGoRoundInCirclesAreToldAllTheSame() {
        Exception first = new IllegalStateException("first");
        Exception second = new IllegalStateException("second", first);
        first.addSuppressed(second);
        first.initCause(second);

        assertTrue(Tellable.isWhole(first));

        second.addSuppressed(new IllegalArgumentException(VALUE));
        assertFalse(printed(Tellable.of(first)).contains(VALUE));
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
