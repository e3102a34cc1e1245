package dev.batchgateway.faults;

import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.StreamCall;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A caller of a stream who sends a few lines every tenth of a second, and takes lines meanwhile. */
final class StreamSender implements AutoCloseable {
    /** What it does when the gateway has been told to leave. */
    enum Then {
        /** It sends some lines more, and the end. */
        ENDS,
        /** It sends nothing more, not even the end. */
        FALLS_SILENT,
        /** It goes on for as long as the gateway takes lines. */
        GOES_ON
    }

    private static final int LINES = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StreamCall call;
    private final Batch batch;
    private final Then then;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<JsonObject>> lines;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean isTold;

    /** Begins; {@code batch} has more inputs than it will come to send. */
    StreamSender(URI gateway, String authorization, Batch batch, Then then) {
        this.call = StreamCall.open(gateway, batch.path(), authorization);
        this.batch = batch;
        this.then = then;
        new Thread(this::send, "stream sender").start();
        this.lines = CompletableFuture.supplyAsync(this::hear, task -> new Thread(task, "stream reader").start());
    }

    private List<JsonObject> hear() {
        for (JsonObject line = call.next(); line != null; line = call.next()) {
            heard.add(line);
        }
        return heard;
    }

    private void send() {
        try {
            while (!isTold) {
                sendSome();
            }
            for (int i = 0; i < 3 && then == Then.ENDS; i++) {
                sendSome();
            }
            while (then == Then.GOES_ON && !lines.isDone() && sent.get() < batch.size()) {
                sendSome();
            }
            if (then == Then.ENDS) {
                call.end();
            }
        } catch (UncheckedIOException closed) {
            // The gateway takes no more; the answer says what became of what it took.
            return;
        }
    }

    private void sendSome() {
        int from = sent.get();
        call.send(batch.inputs().subList(from, from + LINES));
        sent.set(from + LINES);
        Polling.pause(PAUSE);
    }

    /** The gateway has been told to leave. */
    void told() {
        isTold = true;
    }

    Batch batch() {
        return batch;
    }

    Then then() {
        return then;
    }

    /** Lines that it has sent. */
    int sent() {
        return sent.get();
    }

    /** The lines it got; ends in an exception when they were cut. */
    CompletableFuture<List<JsonObject>> lines() {
        return lines;
    }

    /** Those it has got so far, and be it that the rest was cut. */
    List<JsonObject> heard() {
        return heard;
    }

    @Override
    public void close() {
        call.close();
    }
}
