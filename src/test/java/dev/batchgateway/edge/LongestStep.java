package dev.batchgateway.edge;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.AnsweredInputs;
import dev.batchgateway.answer.JsonAnswer;
import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.CallBody;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Splitter;
import dev.batchgateway.batch.Target;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Spans;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.Slice;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.match.Matcher;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.spool.SpoolFile;
import dev.batchgateway.testing.Calls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Shows how long an event loop is held by a 60 MB body: runs a batch through the steps that an event loop takes one by
 * one (a buffer read, a call made, a reply matched, a piece of the answer written) and prints how much CPU time each
 * step took. CPU time of the thread, so that neither garbage collection nor other programs count. A program, not a test.
 */
public final class LongestStep {
    private static final int BUFFER = 64 * 1024;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, List<Long>> nanos = new TreeMap<>();

    private LongestStep() {}

    /**
     * Runs it three times, the first to warm up, and prints the table.
     *
     * @param arguments the body's size in MB, 60 if there is none
     */
    public static void main(String... arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        byte[] body = body(megabytes * 1_000_000);
        for (int run = 0; run < 3; run++) {
            LongestStep steps = new LongestStep();
            steps.run(body);
            System.out.println(run == 0 ? "cold" : "warm, run " + run);
            steps.print();
        }
    }

    private void run(byte[] body) throws Exception {
        InputSink sink = new InputSink(1_000_000);
        EnvelopeScanner scanner = new EnvelopeScanner(Set.of(InputSink.INPUTS), body.length, sink);
        for (int at = 0; at < body.length; at += BUFFER) {
            int from = at;
            int count = Math.min(BUFFER, body.length - at);
            step("1 read a buffer", () -> {
                scanner.take(Slice.of(body, from, count));
            });
        }
        Envelope envelope = sink.envelope(Operation.OBJECT_UPSERT);
        Inputs inputs = sink.inputs();
        Share share = new Room(Long.MAX_VALUE, Long.MAX_VALUE).share("");
        Vertx vertx = Vertx.vertx();
        SpoolFile disk = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1, vertx.fileSystem())
                .open(vertx.getOrCreateContext());
        AnswerStore store = new AnswerStore(Operation.OBJECT_UPSERT, inputs.size(), true, share, disk);
        InputSource source = inputs.source();
        InputReader reader = new InputReader(Operation.OBJECT_UPSERT, envelope);
        Outcomes outcomes = source.outcomes(reader, store);
        Splitter splitter = new Splitter(Operation.OBJECT_UPSERT, envelope, source, Calls.opening(outcomes));
        Matcher matcher = new Matcher(Operation.OBJECT_UPSERT, envelope);
        while (splitter.hasNext()) {
            call(splitter, envelope, matcher, outcomes);
        }
        step("4 prove the account", outcomes::proveComplete);
        Target target = new Target(Operation.OBJECT_UPSERT, "/", null, "contacts");
        Caller caller = new Caller("", null, Turns.USUAL_URGENCY);
        BatchRequest request = new BatchRequest(target, envelope, source, store, caller, false);
        BatchResult result = new BatchResult(request, outcomes, new Spans(), null, 0, 0, 0, 0, -1);
        JsonAnswer answer =
                new JsonAnswer(result, store, false, new AnsweredInputs(inputs, reader), Instant.EPOCH, Instant.EPOCH);
        AtomicReference<@Nullable Buffer> piece = new AtomicReference<>(Buffer.buffer());
        while (piece.get() != null) {
            step("5 write a piece", () -> answer.next().subscribe().with(piece::set));
        }
        vertx.close();
    }

    private void call(Splitter splitter, Envelope envelope, Matcher matcher, Outcomes outcomes) throws Exception {
        List<Chunk> chunk = new ArrayList<>(1);
        step("2 make a call", () -> {
            Chunk next = splitter.next(100, 8_000_000, false);
            if (next != null) {
                chunk.add(next);
                CallBody.of(envelope, next, Traces.forEveryInputOf(next));
            }
        });
        Chunk sent = chunk.get(0);
        Answer answer = answerTo(sent);
        step("3 match a reply", () -> {
            List<Outcome> ends = matcher.match(sent, Traces.forEveryInputOf(sent), answer);
            for (int i = 0; i < sent.size(); i++) {
                outcomes.settle(sent.inputs().get(i).position(), ends.get(i));
                splitter.settled(sent.inputs().get(i));
            }
        });
    }

    private static Answer answerTo(Chunk chunk) {
        List<Slice> results = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            results.add(Slice.of("{\"id\":\"17159604" + i + "\",\"properties\":{\"email\":\""
                    + chunk.inputs().get(i).id() + "\",\"note\":\"" + "x".repeat(200)
                    + "\"},\"createdAt\":\"2026-11-22T22:16:59.117Z\",\"updatedAt\":\"2026-11-22T22:16:59.117Z\","
                    + "\"archived\":false,\"new\":true,\"objectWriteTraceId\":\"gw" + i + "\"}"));
        }
        Collections.reverse(results);
        return new Answer(200, results, List.of(), "COMPLETE", null, null, null, Map.of());
    }

    private interface Step {
        void run() throws Exception;
    }

    private void step(String name, Step step) throws Exception {
        long start = THREADS.getCurrentThreadCpuTime();
        step.run();
        nanos.computeIfAbsent(name, n -> new ArrayList<>()).add(THREADS.getCurrentThreadCpuTime() - start);
    }

    private void print() {
        System.out.println("step                     count    median       p99       max   (ms of CPU)");
        nanos.forEach((name, all) -> {
            Collections.sort(all);
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %7d %9.3f %9.3f %9.3f%n",
                    name,
                    all.size(),
                    all.get(all.size() / 2) / 1e6,
                    all.get((int) (all.size() * 0.99)) / 1e6,
                    all.get(all.size() - 1) / 1e6);
        });
    }

    private static byte[] body(int bytes) {
        StringBuilder body = new StringBuilder(bytes + 1_000).append("{\"inputs\":[");
        for (int i = 0; body.length() < bytes; i++) {
            body.append(i > 0 ? "," : "")
                    .append("{\"id\":\"user")
                    .append(i)
                    .append("@example.com\",\"idProperty\":\"email\",\"properties\":{\"note\":\"")
                    .append("x".repeat(200))
                    .append("\"}}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
