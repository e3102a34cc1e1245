package dev.batchgateway.faults;

import dev.batchgateway.testing.Streamed;
import dev.batchgateway.testing.UsedTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Sends batches to a gateway with one token, over HTTP/1.1. */
public final class GatewayCaller {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String authorization;

    /** Calls the gateway at that address, with that {@code Authorization} header. */
    public GatewayCaller(URI gateway, String authorization) {
        this.gateway = gateway;
        this.authorization = UsedTokens.used(authorization);
    }

    /** Sends a batch and waits for its answer; {@code headers} are names and values in turn. */
    public Answered send(Batch batch, String... headers) {
        return sendAsync(batch, headers).join();
    }

    /** Sends a batch. */
    public CompletableFuture<Answered> sendAsync(Batch batch, String... headers) {
        return exchange(batch.path(), JSON, batch.body(), headers)
                .thenApply(response -> Answered.of(batch.size(), response));
    }

    /** Sends a batch in lines, and takes its answer as JSON. */
    public CompletableFuture<Answered> sendInLines(Batch batch) {
        return exchange(batch.path(), LINES, String.join("\n", batch.inputs()))
                .thenApply(response -> Answered.of(batch.size(), response));
    }

    /** Sends a batch as JSON, and takes its answer in lines. */
    public CompletableFuture<Streamed> takeInLines(Batch batch, String... headers) {
        String[] wanted = Arrays.copyOf(headers, headers.length + 2);
        wanted[headers.length] = "Accept";
        wanted[headers.length + 1] = LINES;
        return exchange(batch.path(), JSON, batch.body(), wanted)
                .thenApply(response -> Streamed.of(new String(response.body(), StandardCharsets.UTF_8)));
    }

    private CompletableFuture<HttpResponse<byte[]>> exchange(String path, String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
    }
}
