package dev.batchgateway.faults;

import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls as HubSpot's newer SDKs do (API-FACTS 4): gives up after a time-out, closes the connection, and sends the same
 * POST again, twice at most, each attempt with its number in {@code X-Stainless-Retry-Count}; so it does on 408, 409,
 * 429 and 5xx, unless the answer has {@code X-Should-Retry: false}. Time-out and pauses are shorter than theirs.
 */
public final class SdkCaller {
    private static final int MOST_RESENDS = 2;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final URI gateway;
    private final String authorization;
    private final Duration timeout;
    private final List<String> attempts = new ArrayList<>();

    /** @param timeout of one attempt; 60 s with the SDKs */
    public SdkCaller(URI gateway, String authorization, Duration timeout) {
        this.gateway = gateway;
        this.authorization = authorization;
        this.timeout = timeout;
    }

    /** How each attempt ended: a status, or {@code time-out}. */
    public List<String> attempts() {
        return attempts;
    }

    /** The answer to a batch, of which attempt soever. */
    public GatewayAnswer send(String path, String body) {
        for (int resends = 0; ; resends++) {
            try {
                GatewayAnswer answer = attempt(path, body, resends);
                attempts.add(String.valueOf(answer.status()));
                if (resends == MOST_RESENDS || !isSentAgain(answer)) {
                    return answer;
                }
            } catch (HttpTimeoutException e) {
                attempts.add("time-out");
                if (resends == MOST_RESENDS) {
                    throw new AssertionError("No answer in any attempt: " + attempts, e);
                }
            }
            Polling.pause(PAUSE);
        }
    }

    private static boolean isSentAgain(GatewayAnswer answer) {
        String told = answer.header("X-Should-Retry");
        int status = answer.status();
        return told.isEmpty() ? status == 408 || status == 409 || status == 429 || status >= 500 : told.equals("true");
    }

    /** A client of its own, since the JDK's closes the connection of a request that has timed out. */
    private GatewayAnswer attempt(String path, String body, int resends) throws HttpTimeoutException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(timeout)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("X-Stainless-Retry-Count", String.valueOf(resends))
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return GatewayAnswer.of(response);
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while a batch was sent", e);
        }
    }
}
