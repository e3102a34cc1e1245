package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.NoInput;
import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.HeldMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int MAX_LINE = 20;

    @Test
    void everyLineIsAnInputAndTheLastNeedsNoEnd() {
        assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), read("{\"a\":1}\n{\"b\":2}"));
        assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), read("{\"a\":1}\r\n \t{\"b\":2} \n"));
    }

    /** However full the gateway is, such a line is let in; what is held of it counts. */
    @Test
    void noMoreIsHeldOfALineThanIsAlwaysLetInAsLongAsItIsNoLonger() {
        for (int piece : new int[] {1_000, 16_000, 40_000, 65_535, 131_073}) {
            LineReader reader = new LineReader(1_000_000, new LineReader.Sink() {
                @Override
                public void input(Slice line) {
                    throw new AssertionError("Its end has not come");
                }

                @Override
                public void refused(NoInput why) {
                    throw new AssertionError(why.error().message());
                }
            });
            for (int sent = 0; sent + piece <= InputWindow.MOST_FOR_A_CALL; sent += piece) {
                reader.arrived(bytes("x".repeat(piece)));
                assertTrue(
                        reader.held() <= InputWindow.MOST_FOR_A_CALL, reader.held() + " bytes in pieces of " + piece);
            }
        }
    }

    @Test
    void aLineFullOfBlanksIsHeldWithoutThem() {
        List<Slice> inputs = new ArrayList<>();
        LineReader reader = new LineReader(1_000_000, new LineReader.Sink() {
            @Override
            public void input(Slice line) {
                inputs.add(line);
            }

            @Override
            public void refused(NoInput why) {
                throw new AssertionError(why.error().message());
            }
        });
        String blanks = " ".repeat(500_000 - 8);
        long before = HeldMemory.bytes();
        for (int i = 0; i < 100; i++) {
            reader.arrived(bytes(blanks + "{\"a\":\"x\"}" + blanks + "\n"));
        }

        long held = HeldMemory.bytes() - before;
        assertTrue(held < 10_000_000, () -> held + " bytes");
        assertEquals("{\"a\":\"x\"}", inputs.get(99).toString());
        assertEquals(100, inputs.size());
    }

    @Test
    void blankLinesAreNone() {
        assertEquals(List.of("{}", "{}"), read("\n\r\n{}\n \t\n{}\n\n"));
        assertEquals(List.of(), read(""));
    }

    @Test
    void aLineOfTheLongestLengthIsTakenAndOneByteMoreIsNot() {
        String longest = "{\"a\":\"" + "x".repeat(MAX_LINE - 8) + "\"}";

        assertEquals(List.of(longest, longest), read(longest + "\n" + longest));
        assertEquals(List.of("refused Line 1 is longer than 20 bytes. It was not sent", "{}"), read(longest + " \n{}"));
        assertEquals(
                List.of("{}", "refused Line 2 is longer than 20 bytes. It was not sent"), read("{}\n" + longest + " "));
    }

    @Test
    void aBegunLineThatIsDroppedEndsAsRefusedAndTheNextIsReadWhole() {
        List<String> seen = new ArrayList<>();
        LineReader reader = new LineReader(1_000, new LineReader.Sink() {
            @Override
            public void input(Slice line) {
                seen.add(line.toString());
            }

            @Override
            public void refused(NoInput why) {
                seen.add("refused");
            }
        });
        reader.arrived(bytes("{}\n{\"a\":\"x"));
        assertTrue(reader.held() > 0);

        reader.dropBegun();
        assertEquals(0, reader.held());
        reader.arrived(bytes("y\"}\n{\"b\":1}\n"));

        assertEquals(List.of("{}", "refused", "{\"b\":1}"), seen);
    }

    @Test
    void whatIsNoObjectSaysInWhichLineAndWhere() {
        List<HubSpotError> refused = new ArrayList<>();
        LineReader reader = new LineReader(MAX_LINE, new LineReader.Sink() {
            @Override
            public void input(Slice line) {}

            @Override
            public void refused(NoInput why) {
                refused.add(why.error());
            }
        });
        reader.arrived(bytes("{}\n\n{\"a\":x}\n"));
        reader.ended();

        assertEquals(List.of("3"), refused.get(0).context("line"));
        assertEquals(List.of("5"), refused.get(0).context("byteOffset"));
        assertTrue(refused.get(0).message().startsWith("Line 3 is no JSON object: "), refused.get(0)::message);
    }

    @Property(tries = 2_000)
    void howTheBytesAreSplitMakesNoDifference(@ForAll("bodies") String body, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = bytes(body);
        List<String> read = new ArrayList<>();
        LineReader reader = new LineReader(MAX_LINE, collecting(read));
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + random.nextInt(1 + random.nextInt(30)));
            reader.arrived(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        reader.ended();

        assertEquals(read(body), read);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.of(
                        "{}", "{\"a\":1}", "\n", "\n", "\r\n", " ", "x", "{\"ä\":\"€\"}", "{\"a\":\"0123456789\"}", "}")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static List<String> read(String body) {
        List<String> read = new ArrayList<>();
        LineReader reader = new LineReader(MAX_LINE, collecting(read));
        reader.arrived(bytes(body));
        reader.ended();
        return read;
    }

    private static LineReader.Sink collecting(List<String> read) {
        return new LineReader.Sink() {
            @Override
            public void input(Slice line) {
                read.add(line.toString());
            }

            @Override
            public void refused(NoInput why) {
                read.add("refused " + why.error().message());
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
