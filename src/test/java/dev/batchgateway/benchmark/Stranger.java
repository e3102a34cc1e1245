package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Another program on the same budget: makes calls at an even pace, and never repeats one. */
final class Stranger implements AutoCloseable {
    private static final String BODY =
            "{\"inputs\":[{\"idProperty\":\"unique_key\",\"id\":\"stranger\",\"properties\":{\"ref\":\"stranger\"}}]}";

    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(16);
    private final Future<?> pacing;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();

    /** Begins at once, with so many calls in ten seconds. */
    Stranger(FixedClient client, String path, int perTenSeconds) {
        long gapMicros = TimeUnit.SECONDS.toMicros(10) / perTenSeconds;
        pacing = pace.scheduleAtFixedRate(
                () -> pace.execute(() -> call(client, path)), 0, gapMicros, TimeUnit.MICROSECONDS);
    }

    private void call(FixedClient client, String path) {
        try {
            calls.incrementAndGet();
            if (client.send(path, BODY) == 429) {
                throttled.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls made so far. */
    int calls() {
        return calls.get();
    }

    /** Those of them that met a 429. */
    int throttled() {
        return throttled.get();
    }

    @Override
    public void close() {
        pacing.cancel(false);
        pace.shutdownNow();
    }
}
