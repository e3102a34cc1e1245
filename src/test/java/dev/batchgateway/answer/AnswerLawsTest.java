package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Result;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Spans;
import dev.batchgateway.json.Slice;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.spool.SpoolFile;
import dev.batchgateway.testing.Calls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever ends in whatever order, in memory, on disk, or with no room at all: the same answer, of every byte. */
class AnswerLawsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"), "answer-laws");

    @AfterContainer
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** How much memory and disk there is. */
    enum Space {
        MEMORY(Long.MAX_VALUE, 1),
        DISK(1, Long.MAX_VALUE),
        BOTH(300_000, Long.MAX_VALUE),
        NONE(1, 1),
        LITTLE_DISK(100_000, 150_000);

        private final long memory;
        private final long disk;

        Space(long memory, long disk) {
            this.memory = memory;
            this.disk = disk;
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void aJsonAnswerHoldsEveryPositionsResultsAndErrorsInTheCallersOrder(
            @ForAll Space space, @ForAll @IntRange(min = 1, max = 120) int inputs, @ForAll long seed) {
        Random random = new Random(seed);
        List<Outcome> outcomes = outcomes(inputs, random);
        List<Integer> order = someOrder(inputs, random);

        JsonObject answer = onLoop(loop -> json(space, outcomes, order, Map.of(), loop));

        JsonArray results = new JsonArray();
        JsonArray errors = new JsonArray();
        for (int position = 0; position < inputs; position++) {
            if (outcomes.get(position) instanceof Outcome.Succeeded success) {
                success.results().forEach(result -> results.add(new JsonObject(result.toString())));
            } else {
                errors.add(String.valueOf(position));
            }
        }
        assertEquals(results, answer.getJsonArray("results"));
        JsonArray positions = new JsonArray();
        for (Object error : answer.getJsonArray("errors", new JsonArray())) {
            positions.add(((JsonObject) error)
                    .getJsonObject("context")
                    .getJsonArray("position")
                    .getString(0));
        }
        assertEquals(errors, positions);
        assertEquals(errors.isEmpty() ? null : errors.size(), answer.getInteger("numErrors"));
    }

    /** Their leaders' bytes are in the answer again, whatever stands behind them. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void followersHaveTheirLeadersResults(
            @ForAll Space space, @ForAll @IntRange(min = 1, max = 120) int inputs, @ForAll long seed) {
        Random random = new Random(seed);
        List<Outcome> outcomes = new ArrayList<>();
        Map<Integer, Integer> leaders = new TreeMap<>();
        for (int position = 0; position < inputs; position++) {
            int leader = random.nextInt(position + 1);
            if (leader < position && !leaders.containsKey(leader)) {
                leaders.put(position, leader);
                outcomes.add(outcomes.get(leader));
            } else {
                int results = random.nextInt(8) / 3;
                outcomes.add(new Outcome.Succeeded(
                        Stream.generate(() -> result(outcomes.size(), random))
                                .limit(results)
                                .toList(),
                        List.of(),
                        true));
            }
        }

        JsonObject answer = onLoop(loop -> json(space, outcomes, someOrder(inputs, random), leaders, loop));

        JsonArray results = new JsonArray();
        outcomes.forEach(outcome -> ((Outcome.Succeeded) outcome)
                .results()
                .forEach(result -> results.add(new JsonObject(result.toString()))));
        assertEquals(results, answer.getJsonArray("results"));
        assertFalse(answer.containsKey("errors"));
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void linesComeInTheOrderInWhichInputsEnd(
            @ForAll Space space, @ForAll @IntRange(min = 1, max = 120) int inputs, @ForAll long seed) {
        Random random = new Random(seed);
        List<Outcome> outcomes = outcomes(inputs, random);
        List<Integer> order = shuffled(inputs, random);

        List<JsonObject> lines = onLoop(loop -> lines(space, outcomes, order, random.nextInt(300_000), loop));

        assertEquals(inputs + 1, lines.size());
        for (int i = 0; i < inputs; i++) {
            int position = order.get(i);
            JsonObject line = lines.get(i);
            assertEquals(position, line.getInteger("position"));
            if (outcomes.get(position) instanceof Outcome.Succeeded success) {
                assertEquals(
                        new JsonArray(success.results().stream()
                                .map(result -> new JsonObject(result.toString()))
                                .toList()),
                        line.getJsonArray("results", new JsonArray()));
            } else {
                assertEquals(
                        String.valueOf(position),
                        line.getJsonObject("error")
                                .getJsonObject("context")
                                .getJsonArray("position")
                                .getString(0));
            }
        }
        assertTrue(lines.get(inputs).containsKey("summary"));
    }

    private static CompletableFuture<JsonObject> json(
            Space space, List<Outcome> outcomes, List<Integer> order, Map<Integer, Integer> leaders, Context loop) {
        Operation operation = Operation.OBJECT_UPSERT;
        Room room = new Room(space.memory, space.memory);
        Share share = room.share("a");
        AnswerStore store = new AnswerStore(operation, outcomes.size(), true, share, disk(space, loop));
        InputSource source =
                Calls.inputs(Collections.nCopies(outcomes.size(), "{}")).source();
        Outcomes account = source.outcomes(new InputReader(operation, Envelope.none(operation)), store);
        order.stream()
                .filter(position -> !leaders.containsKey(position))
                .forEach(position -> account.settle(position, outcomes.get(position)));
        leaders.forEach((position, leader) -> store.follows(position, () -> fail("It needs no error"), leader));
        assertEquals(outcomes.size() - leaders.size(), account.settled());
        BatchRequest request = new BatchRequest(
                new Target(operation, "/", null, "x"),
                Envelope.none(operation),
                source,
                store,
                new Caller("", null, 3),
                false);
        BatchResult result = new BatchResult(request, account, new Spans(), null, 0, 0, 0, 0, -1);
        InputReader reader = new InputReader(operation, Envelope.none(operation));
        JsonAnswer answer = new JsonAnswer(
                result,
                store,
                false,
                new AnsweredInputs(Calls.inputs(Collections.nCopies(outcomes.size(), "{}")), reader),
                Instant.EPOCH,
                Instant.EPOCH);
        return all(answer, Buffer.buffer()).thenApply(body -> {
            assertEquals(0, room.bytes(), "all room is given back");
            return body.toJsonObject();
        });
    }

    private static CompletableFuture<List<JsonObject>> lines(
            Space space, List<Outcome> outcomes, List<Integer> order, int inMemory, Context loop) {
        Operation operation = Operation.OBJECT_UPSERT;
        Room room = new Room(space.memory, space.memory);
        LineAnswer answer = new LineAnswer(
                true, inMemory, room.share("a"), disk(space, loop), task -> loop.runOnContext(v -> task.run()));
        answer.spool(true);
        InputSource source =
                Calls.inputs(Collections.nCopies(outcomes.size(), "{}")).source();
        Outcomes account = source.outcomes(new InputReader(operation, Envelope.none(operation)), answer);
        order.forEach(position -> account.settle(position, outcomes.get(position)));
        answer.end("{\"summary\":{}}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return all(answer, Buffer.buffer()).thenApply(body -> {
            assertEquals(0, room.bytes(), "all room is given back");
            return body.toString().lines().map(JsonObject::new).toList();
        });
    }

    private static CompletableFuture<Buffer> all(Pieces pieces, Buffer so) {
        CompletableFuture<Buffer> next = pieces.next().subscribeAsCompletionStage();
        return next.thenCompose(piece -> {
            if (piece == null) {
                pieces.close();
                return CompletableFuture.completedFuture(so);
            }
            return all(pieces, so.appendBuffer(piece));
        });
    }

    private static SpoolFile disk(Space space, Context loop) {
        return new Spool(TEMPORARY, space.disk, VERTX.fileSystem()).open(loop);
    }

    private static <T> T onLoop(Function<Context, CompletableFuture<T>> task) {
        Context loop = VERTX.getOrCreateContext();
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(v -> {
            try {
                Uni.createFrom()
                        .completionStage(task.apply(loop))
                        .subscribe()
                        .with(done::complete, done::completeExceptionally);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Outcome> outcomes(int inputs, Random random) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            outcomes.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Outcome.Unsent(Reason.DEADLINE, null);
                        case 1 ->
                            new Outcome.Rejected(List.of(HubSpotError.of(
                                    Slice.of("{\"category\":\"CONFLICT\",\n\"message\":\"" + text(random) + "\"}"))));
                        case 2 -> new Outcome.Succeeded(List.of(result(i, random), result(i, random)), List.of(), true);
                        case 3 -> new Outcome.Succeeded(List.of(), List.of(), true);
                        default -> new Outcome.Succeeded(List.of(result(i, random)), List.of(), true);
                    });
        }
        return outcomes;
    }

    private static Result result(int position, Random random) {
        return Result.of(Slice.of("{\"id\":" + position + ",\n \"text\":\"" + text(random) + "\"}"));
    }

    /** Mostly short; now and then longer than a page. */
    private static String text(Random random) {
        int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(3_000);
        return String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
    }

    /** As they were sent, call by call in any order, or each for itself. */
    private static List<Integer> someOrder(int inputs, Random random) {
        int call = List.of(inputs, 1 + random.nextInt(40), 1).get(random.nextInt(3));
        List<Integer> order = new ArrayList<>();
        shuffled((inputs + call - 1) / call, random).forEach(first -> {
            for (int i = first * call; i < Math.min(inputs, (first + 1) * call); i++) {
                order.add(i);
            }
        });
        return order;
    }

    private static List<Integer> shuffled(int inputs, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }
}
