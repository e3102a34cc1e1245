package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PieceTest {
    @Property(tries = 200)
    void whatWasAppendedLeavesInThatOrder(@ForAll long seed) {
        Random random = new Random(seed);
        Piece piece = new Piece(random.nextInt(20_000));
        StringBuilder expected = new StringBuilder();
        for (int parts = random.nextInt(12); parts > 0; parts--) {
            String text = String.valueOf((char) ('a' + random.nextInt(26))).repeat(random.nextInt(5_000));
            byte[] bytes = ("<<" + text + ">>").getBytes(StandardCharsets.US_ASCII);
            switch (random.nextInt(4)) {
                case 0 -> piece.append(text);
                case 1 -> piece.append(text.getBytes(StandardCharsets.US_ASCII));
                case 2 -> {
                    if (!piece.append(bytes, 2, text.length())) {
                        bytes[2] = '-';
                    }
                }
                default -> piece.append(Buffer.buffer(bytes), 2, text.length());
            }
            expected.append(text);
            assertEquals(expected.length(), piece.length());
        }

        Buffer left = piece.toBuffer();

        assertEquals(expected.toString(), left.toString());
        assertEquals(expected.length(), left.length());
    }

    @Test
    void aLongRunIsNotCopied() {
        byte[] page = new byte[AnswerBytes.PAGE];
        Piece piece = new Piece(page.length).append("head");
        assertTrue(piece.append(page, 0, page.length));
        Buffer left = piece.toBuffer();

        page[7] = 'x';

        assertEquals('x', left.getByte(4 + 7));
    }

    @Test
    void nothingIsAnEmptyBuffer() {
        assertEquals(0, new Piece(0).toBuffer().length());
    }
}
