package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SliceTest {
    private final byte[] array = "0123456789".getBytes(StandardCharsets.UTF_8);

    @Test
    void sharesTheArray() {
        Slice slice = Slice.of(array, 2, 5);
        array[3] = 'x';

        assertEquals("2x456", slice.toString());
        assertEquals(5, slice.length());
        assertEquals('x', slice.at(1));
        assertEquals("x4", slice.sub(1, 3).toString());
    }

    @Test
    void staysInsideTheArray() {
        assertThrows(IndexOutOfBoundsException.class, () -> Slice.of(array, 8, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> Slice.of(array, -1, 3));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Slice.of(array, 2, 5).sub(3, 2));
    }

    @Test
    void compactsIntoAnArrayOfItsOwn() {
        Slice part = Slice.of(array, 2, 5);
        Slice whole = Slice.of(array);

        assertTrue(part.compact().sameBytes(part));
        assertEquals(5, part.compact().array().length);
        assertNotSame(part.array(), part.compact().array());
        assertSame(whole, whole.compact());
    }

    @Test
    void comparesBytesAndNotPlaces() {
        assertTrue(Slice.of("a12b").sub(1, 3).sameBytes(Slice.of("12")));
        assertFalse(Slice.of("12").sameBytes(Slice.of("13")));
        assertFalse(Slice.of("12").sameBytes(Slice.of("123")));
    }

    @Test
    void findsItsParts() {
        Slice slice = Slice.of(array, 2, 5);

        assertEquals(1, slice.indexOf(slice.sub(1, 3)));
        assertThrows(IllegalArgumentException.class, () -> slice.indexOf(Slice.of(array, 1, 2)));
        assertThrows(IllegalArgumentException.class, () -> slice.indexOf(Slice.of(array, 6, 2)));
        assertThrows(IllegalArgumentException.class, () -> slice.indexOf(Slice.of("34")));
    }

    @Test
    void handsItsBytesOn() {
        Slice slice = Slice.of(array, 2, 3);
        byte[] target = new byte[5];
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        assertEquals(4, slice.copyTo(target, 1));
        slice.appendTo(taken::write);

        assertArrayEquals(new byte[] {0, '2', '3', '4', 0}, target);
        assertEquals("234", taken.toString(StandardCharsets.UTF_8));
        assertArrayEquals(new byte[] {'2', '3', '4'}, slice.toBytes());
    }
}
