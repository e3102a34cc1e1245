package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.NoInput;
import dev.batchgateway.fuzz.Allocated;
import dev.batchgateway.fuzz.Pieces;
import dev.batchgateway.fuzz.ScannedLikeJackson;
import dev.batchgateway.fuzz.Seen;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a caller's NDJSON body: each line that is one JSON object to Jackson is an input, to the letter and
 * without the blanks around it; a blank one is nothing; any other is refused with its number and the byte where it goes wrong, and the lines behind it go on.
 * The same however the bytes are cut into buffers.
 */
public final class LineTarget {
    /** Few, so that lines are too long at times. */
    private static final int MOST_BYTES = 200;

    private static final long FIXED_BYTES = 1 << 18;
    /** Mostly for the machine that says what is wrong with a line of one byte; nobody holds it. */
    private static final long BYTES_PER_BYTE = 1_000;

    private LineTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] body) {
        List<String> expected = expected(body);
        assertEquals(expected, read(body, new int[] {body.length}));
        for (int[] lengths : Pieces.of(body)) {
            assertEquals(expected, read(body, lengths));
        }
    }

    private static List<String> expected(byte[] body) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (int from = 0; from <= body.length; ) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            number++;
            byte[] line = Arrays.copyOfRange(body, from, to);
            Seen seen = line.length > MOST_BYTES ? null : ScannedLikeJackson.check(line);
            if (line.length > MOST_BYTES) {
                lines.add("refused [" + number + "] []");
            } else if (seen != null) {
                lines.add("input " + seen.written());
            } else if (!isBlank(line)) {
                lines.add("refused [" + number + "] [" + ScannedLikeJackson.refusedAt(line) + "]");
            }
            from = to + 1;
        }
        return lines;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Slices are shown at the end only: those handed out early must not have changed by then. */
    private static List<String> read(byte[] body, int[] lengths) {
        List<Object> parts = Allocated.atMost(FIXED_BYTES + BYTES_PER_BYTE * body.length, () -> {
            List<Object> read = new ArrayList<>();
            LineReader reader = new LineReader(MOST_BYTES, new LineReader.Sink() {
                @Override
                public void input(Slice line) {
                    read.add(line);
                }

                @Override
                public void refused(NoInput why) {
                    read.add(why);
                }
            });
            int from = 0;
            for (int length : lengths) {
                byte[] piece = Arrays.copyOfRange(body, from, from + length);
                reader.arrived(piece);
                // They are not kept.
                Arrays.fill(piece, (byte) '!');
                from += length;
            }
            reader.ended();
            return read;
        });
        return parts.stream()
                .map(part -> part instanceof NoInput none ? refused(none) : "input " + part)
                .toList();
    }

    /** All that is held of it is one small record, whose text others share: {@link LinesBodyTest} measures that. */
    private static String refused(NoInput none) {
        BadLine line = assertInstanceOf(BadLine.class, none);
        if (line.byteOffset() >= 0) {
            assertSame(line.what().intern(), line.what());
        }
        HubSpotError why = line.error();
        return "refused " + why.context("line") + " " + why.context("byteOffset");
    }
}
