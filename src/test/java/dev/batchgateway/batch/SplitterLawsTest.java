package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Calls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever the batch, and in whatever order its calls end. */
class SplitterLawsTest {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyInputGoesOnceAndInTurn(
            @ForAll Operation operation,
            @ForAll("inputs") List<String> inputs,
            @ForAll @IntRange(min = 1, max = 7) int most,
            @ForAll @LongRange(min = 1, max = 400) long bytes,
            @ForAll long seed) {
        new Run(operation, inputs, most, bytes, new Random(seed)).toTheEnd();
    }

    @Provide
    Arbitrary<List<String>> inputs() {
        Arbitrary<String> id = Arbitraries.of("1", "2", "\"1\"", "\"A@b.c\"", "\"a@b.c\"", "\"x\"", "\"X\"", "null");
        Arbitrary<String> idProperty = Arbitraries.of("", "", ",\"idProperty\":\"email\"", ",\"idProperty\":\"k\"");
        Arbitrary<String> after = Arbitraries.of("", "", ",\"after\":\"p\"");
        Arbitrary<String> object = Combinators.combine(id, idProperty, after)
                .as((i, property, page) -> "{\"id\":" + i + property + page + "}");
        Arbitrary<String> pair = Combinators.combine(id, id)
                .as((from, to) -> "{\"from\":{\"id\":" + from + "},\"to\":{\"id\":" + to + "}}");
        Arbitrary<String> large = Arbitraries.of("{\"id\":7,\"t\":\"" + "x".repeat(500) + "\"}");
        return Arbitraries.frequencyOf(Tuple.of(4, object), Tuple.of(4, pair), Tuple.of(1, large))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    /** One batch on its way, its calls ending by chance. */
    private static final class Run {
        private final Operation operation;
        private final int size;
        private final int most;
        private final long bytes;
        private final Random random;
        private final Splitter splitter;
        private final List<Chunk> underWay = new ArrayList<>();
        private final Set<Integer> sent = new TreeSet<>();
        private final Map<String, Integer> lastOfLine = new HashMap<>();
        private final Set<String> linesUnderWay = new HashSet<>();

        Run(Operation operation, List<String> inputs, int most, long bytes, Random random) {
            this.operation = operation;
            this.size = inputs.size();
            this.most = most;
            this.bytes = bytes;
            this.random = random;
            this.splitter = new Splitter(
                    operation, Envelope.none(operation), Calls.inputs(inputs).source(), Calls.NOBODY);
        }

        void toTheEnd() {
            while (splitter.hasNext() || !underWay.isEmpty()) {
                boolean sends = underWay.isEmpty() || random.nextBoolean();
                if (sends && splitter.hasNext()) {
                    send();
                } else if (!underWay.isEmpty()) {
                    settle(underWay.remove(random.nextInt(underWay.size())));
                }
            }
            assertNull(splitter.next(most, bytes, false));
            splitter.followers().forEach((position, leader) -> {
                assertTrue(operation.asksOnce() && leader < position);
                assertTrue(sent.contains(leader) && !sent.contains(position));
            });
            assertEquals(size, sent.size() + splitter.followers().size());
        }

        private void send() {
            Chunk chunk = splitter.next(most, bytes, false);
            assertTrue(chunk != null && chunk.size() <= most);
            assertTrue(chunk.bytes() <= bytes || chunk.size() == 1);
            Set<String> idProperties = new HashSet<>();
            for (Input input : chunk.inputs()) {
                assertTrue(sent.add(input.position()), "sent twice");
                idProperties.add(String.valueOf(input.idProperty()));
                String line = input.key() == null ? null : Keys.withoutPage(input.key());
                if (line != null) {
                    assertTrue(linesUnderWay.add(line), "two of one key on their way");
                    Integer before = lastOfLine.put(line, input.position());
                    assertFalse(before != null && before > input.position(), "a later one went first");
                }
            }
            assertEquals(1, idProperties.size());
            underWay.add(chunk);
        }

        private void settle(Chunk chunk) {
            for (Input input : chunk.inputs()) {
                if (input.key() != null) {
                    linesUnderWay.remove(Keys.withoutPage(input.key()));
                }
                Input next = splitter.settled(input);
                if (next != null) {
                    splitter.admit(next);
                }
            }
        }
    }
}
