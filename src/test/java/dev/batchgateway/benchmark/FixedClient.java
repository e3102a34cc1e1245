package dev.batchgateway.benchmark;

import dev.batchgateway.faults.Batch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a team writes first: cuts a batch into calls of a hundred, makes a fixed number of them at a time, straight to
 * HubSpot, and sends again after a second what met a 429 or a 5xx. It knows nothing of the window.
 */
final class FixedClient {
    private static final int INPUTS_PER_CALL = 100;
    private static final long PAUSE_MILLIS = 1_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI hubSpot;
    private final String authorization;
    private final int atOnce;

    FixedClient(URI hubSpot, String authorization, int atOnce) {
        this.hubSpot = hubSpot;
        this.authorization = authorization;
        this.atOnce = atOnce;
    }

    /** Sends all of it and answers how long that took. */
    Duration send(Batch batch) {
        ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
        List<String> inputs = batch.inputs();
        for (int from = 0; from < inputs.size(); from += INPUTS_PER_CALL) {
            int to = Math.min(inputs.size(), from + INPUTS_PER_CALL);
            calls.add("{\"inputs\":[" + String.join(",", inputs.subList(from, to)) + "]}");
        }
        long started = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                workers.add(threads.submit(() -> {
                    for (String body = calls.poll(); body != null; body = calls.poll()) {
                        sendUntilTaken(batch.path(), body);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void sendUntilTaken(String path, String body) throws IOException, InterruptedException {
        for (int status = send(path, body); status >= 300; status = send(path, body)) {
            if (status != 429 && status < 500) {
                throw new IllegalStateException("HubSpot answered " + status);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Makes one call and answers its status. */
    int send(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hubSpot.resolve(path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
