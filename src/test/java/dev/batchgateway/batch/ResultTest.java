package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.batchgateway.json.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Slice WHOLE = Slice.of("xx{\"id\":1,\"é\":2}xx").sub(2, 17);

    @Test
    void ofHubSpotsBytesAsTheyCameNothingIsCopied() {
        assertSame(WHOLE, Result.of(WHOLE).joined());
        assertText("{\"id\":1,\"é\":2}", Result.of(WHOLE));
    }

    @Test
    void aRunIsLeftOut() {
        assertText("{\"é\":2}", Result.without(WHOLE, 1, 8));
        assertText("{\"id\":1,\"é\":2", Result.without(WHOLE, WHOLE.length() - 1, WHOLE.length()));
        assertText("", Result.without(WHOLE, 0, WHOLE.length()));
    }

    @Test
    void othersStandInTheirPlace() {
        assertText("{\"id\":\"one\",\"é\":2}", Result.replaced(WHOLE, 6, 7, Slice.of("\"one\"")));
        assertText("x{\"id\":1,\"é\":2}", Result.replaced(WHOLE, 0, 0, Slice.of("x")));
        assertText("{\"id\":1,\"é\":2}x", Result.replaced(WHOLE, WHOLE.length(), WHOLE.length(), Slice.of("x")));
    }

    @Test
    void whatIsNotInsideIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Result.without(WHOLE, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Result.without(WHOLE, 0, WHOLE.length() + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Result.replaced(WHOLE, 3, 2, Slice.of("x")));
    }

    private static void assertText(String expected, Result result) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        result.appendTo(taken::write);
        assertEquals(expected, taken.toString(StandardCharsets.UTF_8));
        assertEquals(expected, result.joined().toString());
        assertEquals(expected, result.toString());
    }
}
