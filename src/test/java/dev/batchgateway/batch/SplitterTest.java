package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.Calls;
import dev.batchgateway.testing.HeldMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitterTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;
    /** Far more than it takes (well under a second); far less than anything quadratic would take. */
    private static final Duration LINEAR = Duration.ofSeconds(30);

    @Test
    void cutsFullChunksInOrder() {
        Splitter splitter = splitter(Operation.OBJECT_CREATE, 7, i -> "{\"n\":" + i + "}");

        assertEquals(List.of(0, 1, 2), positions(splitter.next(3, NO_LIMIT, false)));
        assertEquals(List.of(3, 4, 5), positions(splitter.next(3, NO_LIMIT, false)));
        assertTrue(splitter.hasNext());
        assertEquals(List.of(6), positions(splitter.next(3, NO_LIMIT, false)));
        assertFalse(splitter.hasNext());
        assertNull(splitter.next(3, NO_LIMIT, false));
    }

    @Test
    void boundsBytesButLetsALargeInputGoAlone() {
        List<String> inputs = List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":\"" + "x".repeat(100) + "\"}", "{\"a\":3}");
        Splitter splitter = splitter(Operation.OBJECT_CREATE, inputs);

        assertEquals(List.of(0, 1), positions(splitter.next(100, 20, false)));
        assertEquals(List.of(2), positions(splitter.next(100, 20, false)));
        assertEquals(List.of(3), positions(splitter.next(100, 20, false)));
    }

    @Test
    void sendsEqualKeysAfterEachOther() {
        Splitter splitter = splitter(
                Operation.OBJECT_UPDATE,
                List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":\"1\"}", "{\"id\":1}", "{\"id\":3}"));

        Chunk first = chunk(splitter);
        assertEquals(List.of(0, 1, 4), positions(first));
        assertFalse(splitter.hasNext());
        assertEquals(2, splitter.behind(first.inputs().get(0)).size());
        assertNull(splitter.settled(first.inputs().get(1)));

        Input second = admitBehind(splitter, first.inputs().get(0));
        assertEquals(List.of(2), positions(chunk(splitter)));
        Input third = admitBehind(splitter, second);
        assertEquals(List.of(3), positions(chunk(splitter)));
        assertNull(splitter.settled(third));
        assertFalse(splitter.hasNext());
    }

    @Test
    void asksOnceForEqualReads() {
        Splitter splitter = splitter(
                Operation.OBJECT_READ, List.of("{\"id\":1}", "{\"id\":\"1\"}", "{\"id\":2}", "{\"id\":1,\"x\":0}"));

        assertEquals(List.of(0, 2), positions(chunk(splitter)));
        assertFalse(splitter.hasNext());
        assertEquals(List.of("1>0", "3>0"), followers(splitter));
    }

    @Test
    void doesNotTakeOneQuestionForAnotherThatOnlyHasTheSameKey() {
        Splitter splitter = splitter(
                Operation.ASSOCIATION_LABELS_ARCHIVE,
                List.of(
                        "{\"from\":{\"id\":1},\"to\":{\"id\":2},\"types\":[1]}",
                        "{\"from\":{\"id\":1},\"to\":{\"id\":2},\"types\":[2]}",
                        "{\"from\":{\"id\":1},\"to\":{\"id\":2},\"types\":[1]}"));

        Chunk first = chunk(splitter);
        assertEquals(List.of(0), positions(first));
        assertEquals(List.of("2>0"), followers(splitter));
        admitBehind(splitter, first.inputs().get(0));
        assertEquals(List.of(1), positions(chunk(splitter)));
    }

    /** Their results have nothing but the record's id, so two pages in one call could not be told apart. */
    @Test
    void sendsThePagesOfOneRecordAfterEachOther() {
        Splitter splitter = splitter(
                Operation.ASSOCIATION_READ,
                List.of("{\"id\":1}", "{\"id\":1,\"after\":\"a\"}", "{\"id\":2}", "{\"id\":1,\"after\":\"a\"}"));

        Chunk first = chunk(splitter);
        assertEquals(List.of(0, 2), positions(first));
        assertEquals(List.of("3>1"), followers(splitter));
        admitBehind(splitter, first.inputs().get(0));
        assertEquals(List.of(1), positions(chunk(splitter)));
    }

    @Test
    void sendsOneIdPropertyInACall() {
        Splitter splitter = splitter(
                Operation.OBJECT_UPSERT,
                List.of(
                        "{\"id\":\"1\",\"idProperty\":\"a\"}",
                        "{\"id\":\"2\",\"idProperty\":\"b\"}",
                        "{\"id\":\"3\",\"idProperty\":\"b\"}",
                        "{\"id\":\"4\"}"));

        assertEquals(List.of(1, 2), positions(chunk(splitter)));
        assertEquals(List.of(0), positions(chunk(splitter)));
        assertEquals(List.of(3), positions(chunk(splitter)));
    }

    @Test
    void aMillionDifferentKeysTakeLinearTime() {
        Inputs inputs = inputs(1_000_000, i -> "{\"id\":" + i + "}");

        assertEquals(1_000_000, drain(splitter(Operation.OBJECT_UPDATE, inputs)));
        assertEquals(1_000_000, drain(splitter(Operation.OBJECT_ARCHIVE, inputs)));
    }

    @Test
    void aMillionEqualKeysTakeLinearTime() {
        Splitter reads = splitter(Operation.OBJECT_READ, inputs(1_000_000, i -> "{\"id\":5}"));
        Splitter labels = splitter(
                Operation.ASSOCIATION_LABELS_ARCHIVE,
                inputs(200_000, i -> "{\"from\":{\"id\":1},\"to\":{\"id\":2},\"types\":[" + i + "]}"));

        assertEquals(1, drain(reads));
        assertEquals(999_999, reads.followers().size());
        assertEquals(200_000, drain(labels));
    }

    /** 1,000 different keys, 100 times each in a row: a chunk's inputs are found over 10,000 of them. */
    @Test
    void aLookAtVeryManyInputsThatCannotGoIsDoneInPiecesAndTheChunkIsFullAllTheSame() {
        List<Integer> looks = new ArrayList<>();
        Inputs inputs = inputs(100_000, i -> "{\"id\":" + i / 100 + "}");
        for (Operation operation : List.of(Operation.OBJECT_UPDATE, Operation.OBJECT_READ)) {
            Splitter splitter = splitter(operation, inputs);
            int left = splitter.left();
            Chunk chunk = null;
            while (chunk == null) {
                assertTrue(splitter.hasNext());
                chunk = splitter.next(100, NO_LIMIT, false);
                assertEquals(chunk == null, splitter.mustLookOn());
                looks.add(left - splitter.left());
                left = splitter.left();
            }
            assertEquals(100, chunk.size());
            assertEquals(9_900, chunk.inputs().get(99).position());
        }
        assertTrue(looks.size() >= 8, looks::toString);
        assertTrue(looks.stream().allMatch(look -> look <= 2_100), looks::toString);
    }

    @Test
    void whereAllThatIsLeftStandsInLineItSaysSoAfterHavingLookedAtAll() {
        Splitter splitter = splitter(Operation.OBJECT_UPDATE, inputs(10_000, i -> "{\"id\":1}"));

        Chunk only = null;
        int looks = 0;
        while (only == null) {
            only = splitter.next(100, NO_LIMIT, false);
            looks++;
        }

        assertEquals(List.of(0), positions(only));
        assertEquals(5, looks);
        assertFalse(splitter.hasNext());
        assertNull(splitter.next(100, NO_LIMIT, false));
        assertFalse(splitter.mustLookOn());
    }

    /** What was read out of them would be more than all of the body. */
    @Test
    void inputsThatStandInLineTakeHardlyMoreThanTheirPositions() {
        int count = 300_000;
        Splitter splitter = splitter(Operation.OBJECT_UPDATE, inputs(count, i -> "{\"id\":\"the same for all\"}"));
        Chunk only = splitter.next(100, NO_LIMIT, false);
        long before = HeldMemory.bytes();

        while (only == null) {
            only = splitter.next(100, NO_LIMIT, false);
        }

        long held = HeldMemory.bytes() - before;
        assertEquals(count - 1, splitter.behind(only.inputs().get(0)).size());
        assertTrue(held < count * 20L, () -> held + " bytes are held");
    }

    @Test
    void inAStreamTooTheyGoOneBehindTheOther() {
        Inflow inflow = new Inflow();
        Splitter splitter =
                new Splitter(Operation.OBJECT_UPDATE, Envelope.none(Operation.OBJECT_UPDATE), inflow, Calls.NOBODY);
        for (int i = 0; i < 4; i++) {
            inflow.offer(Slice.of("{\"id\":1,\"n\":" + i + "}"));
        }

        Input first = chunk(splitter).inputs().get(0);
        assertEquals(List.of(1, 2, 3), splitter.behind(first));
        Input second = admitBehind(splitter, first);

        assertEquals("{\"id\":1,\"n\":1}", second.bytes().toString());
        assertEquals(List.of(1), positions(chunk(splitter)));
    }

    @Test
    void aSingleHasNextLooksAtNoMoreThanOneNext() {
        Splitter splitter = splitter(Operation.OBJECT_UPDATE, inputs(10_000, i -> "{\"id\":1}"));
        splitter.next(1, NO_LIMIT, false);

        assertTrue(splitter.hasNext(), "not all were looked at");
        assertTrue(splitter.mustLookOn());
        assertEquals(10_000 - 1 - 2_000, splitter.left());
    }

    @Test
    void veryManyIdPropertiesTakeLinearTime() {
        Inputs inputs = inputs(20_000, i -> "{\"id\":\"x\",\"idProperty\":\"p" + i + "\"}");

        assertEquals(20_000, drain(splitter(Operation.OBJECT_UPSERT, inputs)));
    }

    /** Sends all chunks, settles each at once; answers how many inputs were in them. */
    private static int drain(Splitter splitter) {
        return assertTimeoutPreemptively(LINEAR, () -> {
            int sent = 0;
            while (splitter.hasNext()) {
                Chunk chunk = splitter.next(100, NO_LIMIT, false);
                assertTrue(chunk != null || splitter.mustLookOn());
                sent += chunk == null ? 0 : chunk.size();
                for (Input input : chunk == null ? List.<Input>of() : chunk.inputs()) {
                    Input next = splitter.settled(input);
                    if (next != null) {
                        splitter.admit(next);
                    }
                }
            }
            return sent;
        });
    }

    private static Input admitBehind(Splitter splitter, Input settled) {
        Input next = splitter.settled(settled);
        assertNotNull(next);
        splitter.admit(next);
        return next;
    }

    private static Chunk chunk(Splitter splitter) {
        Chunk chunk = splitter.next(100, NO_LIMIT, false);
        assertNotNull(chunk);
        return chunk;
    }

    private static List<Integer> positions(@Nullable Chunk chunk) {
        return chunk == null
                ? List.of()
                : chunk.inputs().stream().map(Input::position).toList();
    }

    private static List<String> followers(Splitter splitter) {
        List<String> followers = new ArrayList<>();
        splitter.followers().forEach((position, leader) -> followers.add(position + ">" + leader));
        return followers;
    }

    private static Splitter splitter(Operation operation, int count, IntFunction<String> input) {
        return splitter(operation, IntStream.range(0, count).mapToObj(input).toList());
    }

    private static Splitter splitter(Operation operation, List<String> inputs) {
        return splitter(operation, Calls.inputs(inputs));
    }

    private static Splitter splitter(Operation operation, Inputs inputs) {
        return new Splitter(operation, Envelope.none(operation), inputs.source(), Calls.NOBODY);
    }

    private static Inputs inputs(int count, IntFunction<String> input) {
        return Calls.inputs(IntStream.range(0, count).mapToObj(input).toList());
    }
}
