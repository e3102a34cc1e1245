package dev.batchgateway.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a HubSpot, real or not, as a plain HTTP client: one attempt, one answer. */
public final class HubSpotCaller {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;
    private final String token;

    /** Calls that address with that token; an empty one sends no {@code Authorization}. */
    public HubSpotCaller(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** The same address with another token. */
    public HubSpotCaller with(String otherToken) {
        return new HubSpotCaller(url, otherToken);
    }

    /** POSTs a JSON body. */
    public Exchanged post(String path, String body) {
        return send(builder(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** GETs a path. */
    public Exchanged get(String path) {
        return send(builder(path).GET());
    }

    /** POSTs a JSON body without waiting for the answer. */
    public CompletableFuture<Exchanged> postAsync(String path, String body) {
        HttpRequest request =
                builder(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Exchanged::new);
    }

    private HttpRequest.Builder builder(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private Exchanged send(HttpRequest.Builder builder) {
        try {
            return new Exchanged(client.send(builder.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
