package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.UsedTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends to a gateway in a process of its own, and says what must come of it. */
public final class Gateways {
    /** Twice as long as the JDK keeps the address of a name. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String AUTHORIZATION = "Bearer network-caller";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Gateways() {}

    /** Three new contacts succeed, and so does a call that is passed on. */
    public static void assertReachesHubSpot(GatewayProcess gateway) {
        GatewayAnswer batch = batch(gateway);
        assertEquals(201, batch.status(), batch::body);
        assertEquals(3, batch.count("Succeeded"));
        GatewayAnswer forwarded = passedOn(gateway);
        assertTrue(forwarded.status() < 500, () -> forwarded.status() + " " + forwarded.body());
    }

    /** The same are unsent, and the reason is that whoever answered is not trusted to be HubSpot. */
    static void assertDoesNotTrust(GatewayProcess gateway) {
        GatewayAnswer batch = batch(gateway);
        assertEquals(503, batch.status(), batch::body);
        assertEquals(3, batch.count("Unsent"), batch::body);
        assertTrue(batch.text("message").startsWith("No trustworthy TLS connection"), batch::body);
        GatewayAnswer forwarded = passedOn(gateway);
        assertEquals(503, forwarded.status(), forwarded::body);
        assertEquals("UNSENT", forwarded.text("category"));
    }

    private static GatewayAnswer batch(GatewayProcess gateway) {
        return post(gateway, "/crm/v3/objects/contacts/batch/create", Batches.of(3, Batches::newContact));
    }

    /** The answer to a body of JSON. */
    public static GatewayAnswer post(GatewayProcess gateway, String path, String body) {
        return post(gateway, path, body, AUTHORIZATION);
    }

    /** The same with that {@code Authorization}. */
    static GatewayAnswer post(GatewayProcess gateway, String path, String body, String authorization) {
        return sent(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                authorization);
    }

    /** What its management port says of it in numbers. */
    static String metrics(GatewayProcess gateway) {
        return sent(HttpRequest.newBuilder(gateway.management().resolve("/q/metrics")), AUTHORIZATION)
                .body();
    }

    private static GatewayAnswer passedOn(GatewayProcess gateway) {
        return sent(HttpRequest.newBuilder(gateway.url().resolve("/crm/v3/objects/contacts/1")), AUTHORIZATION);
    }

    private static GatewayAnswer sent(HttpRequest.Builder request, String authorization) {
        URI uri = request.build().uri();
        try {
            return GatewayAnswer.of(CLIENT.send(
                    request.timeout(PATIENCE)
                            .header("Authorization", UsedTokens.used(authorization))
                            .build(),
                    BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + uri + " was asked", e);
        }
    }
}
