package dev.batchgateway.faults;

import dev.batchgateway.testing.UsedTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends batches to a gateway with one token, over HTTP/1.1. */
public final class GatewayCaller {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

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
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(batch.path()))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(
                        request.POST(BodyPublishers.ofString(batch.body())).build(), BodyHandlers.ofByteArray())
                .thenApply(response -> Answered.of(batch.size(), response));
    }
}
