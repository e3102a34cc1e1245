package dev.batchgateway.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shows whether an event loop is held by a large body: sixteen connections, spread over all event loops, send small
 * requests that need no HubSpot (a GET on a batch path, answered with 405), first alone, then while a body of the given
 * size is read, sent on and answered. A held loop shows as a slow small request.
 *
 * <p>{@code LargeBody http://localhost:8080 60} against a gateway on the simulator.
 */
public final class LargeBody {
    private static final int CONNECTIONS = 16;
    private static final String PATH = "/crm/v3/objects/contacts/batch/";

    private LargeBody() {}

    /**
     * Runs it and prints the table.
     *
     * @param arguments the gateway's address and the body's size in MB
     */
    public static void main(String... arguments) throws Exception {
        URI gateway = URI.create(arguments.length > 0 ? arguments[0] : "http://localhost:8080");
        int megabytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        byte[] body = body(megabytes * 1_000_000);
        measure(gateway, "warm-up", () -> TimeUnit.SECONDS.sleep(3));
        List<String> rows = new ArrayList<>();
        rows.add(measure(gateway, "alone", () -> TimeUnit.SECONDS.sleep(5)));
        for (int i = 1; i <= 3; i++) {
            rows.add(measure(gateway, "during " + megabytes + " MB, run " + i, () -> send(gateway, body)));
        }
        System.out.println("small requests                 count    median       p99     p99.9       max   (ms)");
        rows.forEach(System.out::println);
    }

    private interface Load {
        void run() throws Exception;
    }

    private static void send(URI gateway, byte[] body) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.resolve(PATH + "upsert"))
                                .header("Authorization", "Bearer large-body")
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofMinutes(12))
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofByteArray());
        System.out.println(response.statusCode() + " with " + response.body().length + " bytes, "
                + response.headers().firstValue("Server-Timing").orElse(""));
    }

    private static String measure(URI gateway, String name, Load load) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        List<Long> nanos = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<CompletableFuture<Void>> pings = new ArrayList<>();
        List<List<Long>> measured = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            List<Long> own = new ArrayList<>();
            measured.add(own);
            pings.add(CompletableFuture.runAsync(() -> ping(gateway, going, own), threads));
        }
        load.run();
        going.set(false);
        pings.forEach(CompletableFuture::join);
        threads.shutdown();
        measured.forEach(nanos::addAll);
        return row(name, nanos);
    }

    private static void ping(URI gateway, AtomicBoolean going, List<Long> nanos) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve(PATH + "create")).build();
        try {
            while (going.get()) {
                long start = System.nanoTime();
                client.send(request, BodyHandlers.discarding());
                nanos.add(System.nanoTime() - start);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String row(String name, List<Long> nanos) {
        Collections.sort(nanos);
        return String.format(
                Locale.ROOT,
                "%-28s %7d %9.2f %9.2f %9.2f %9.2f",
                name,
                nanos.size(),
                millis(nanos, 0.5),
                millis(nanos, 0.99),
                millis(nanos, 0.999),
                millis(nanos, 1));
    }

    private static double millis(List<Long> sorted, double share) {
        int index = (int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()));
        return sorted.get(index) / 1e6;
    }

    private static byte[] body(int bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + 1_000);
        body.writeBytes("{\"inputs\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; body.size() < bytes; i++) {
            String input =
                    "{\"id\":\"user" + i + "@example.com\",\"idProperty\":\"email\",\"properties\":{\"email\":\"user"
                            + i + "@example.com\",\"note\":\"" + "x".repeat(200) + "\"}}";
            body.writeBytes(((i > 0 ? "," : "") + input).getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
