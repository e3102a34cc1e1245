package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Http2Request;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who speak HTTP/2 to the gateway, which speaks HTTP/1.1 to HubSpot. */
@QuarkusTest
class Http2CallersTest extends GatewayTest {
    private static final String CONTACT = "/crm/v3/objects/contacts";
    private static final String BATCH = CONTACT + "/batch/create";
    private static final String LINES = "application/x-ndjson";
    private static final int PATIENCE_SECONDS = 20;

    @Test
    void aBodyWithoutALengthGoesOutWhole() {
        String body = "{\"properties\":{\"email\":\"c@example.com\"}}";

        GatewayAnswer answer = request("POST", CONTACT).body(body).send();

        assertEquals(201, answer.status(), answer.body());
        assertEquals(body, onlyCall().body());
    }

    @Test
    void aBodyWithALengthGoesOutWithIt() {
        String body = "{\"properties\":{\"email\":\"d@example.com\"}}";

        GatewayAnswer answer = request("POST", CONTACT)
                .with("content-length", String.valueOf(body.length()))
                .body(body)
                .send();

        assertEquals(201, answer.status(), answer.body());
        assertEquals(body, onlyCall().body());
        assertEquals(String.valueOf(body.length()), onlyCall().headers().get("content-length"));
        assertFalse(onlyCall().headers().containsKey("transfer-encoding"));
    }

    @Test
    void aGetHasNoBody() {
        GatewayAnswer answer = request("GET", "/crm/v3/properties/contacts")
                .with("te", "trailers")
                .send();

        assertEquals(200, answer.status(), answer.body());
        for (String name : List.of("content-length", "transfer-encoding", "te")) {
            assertFalse(onlyCall().headers().containsKey(name), name);
        }
    }

    @Test
    void aPostWithoutABodySaysSo() {
        request("POST", "/crm/v3/owners").send();

        assertEquals("0", onlyCall().headers().get("content-length"));
        assertEquals("", onlyCall().body());
    }

    @Test
    void aBatchIsServed() {
        GatewayAnswer answer = request("POST", BATCH)
                .with("content-type", "application/json")
                .body(Batches.of(3, Batches::newContact))
                .send();

        assertEquals(201, answer.status(), answer.body());
        assertEquals(3, answer.results().size());
    }

    /** Much of the answer stands in queues of the connection then. */
    @Test
    void aLongAnswerIsWholeThoughItIsTakenLate() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientRequest request = begun(vertx).putHeader("content-type", "application/json");
            Future<Buffer> whole = request.send(Batches.of(5_000, Batches::newContact))
                    .compose(response -> {
                        response.pause();
                        vertx.setTimer(500, timer -> response.resume());
                        return response.body();
                    });

            JsonObject answer = await(whole).toJsonObject();

            assertEquals(HttpVersion.HTTP_2, request.version());
            assertEquals(
                    5_000,
                    answer.getJsonArray("results").stream()
                            .map(result -> ((JsonObject) result).getString("id"))
                            .distinct()
                            .count());
        } finally {
            await(vertx.close());
        }
    }

    /** What platforms that give HTTP/1.1 no answer before its body has ended, pass on in both directions. */
    @Test
    void aStreamIsAnsweredWhileTheCallerStillSends() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientRequest request = begun(vertx)
                    .putHeader("content-type", LINES)
                    .putHeader("accept", LINES)
                    .setChunked(true);
            Promise<Void> begun = Promise.promise();
            Future<Buffer> whole = request.response().compose(response -> {
                Buffer answer = Buffer.buffer();
                response.handler(piece -> {
                    answer.appendBuffer(piece);
                    begun.tryComplete();
                });
                return response.end().map(answer);
            });

            request.write(lines(0, 100));
            await(begun.future());
            request.end(lines(100, 130));

            Streamed streamed = Streamed.of(await(whole).toString());
            assertEquals(HttpVersion.HTTP_2, request.version());
            assertEquals(130, streamed.count("succeeded"));
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void piecesOfCookiesBecomeOneHeader() {
        request("GET", "/crm/v3/owners")
                .with("cookie", "a=1")
                .with("cookie", "b=2")
                .send();

        assertEquals("a=1; b=2", onlyCall().headers().get("cookie"));
    }

    /** The value may be a token, and is nobody's business: not HubSpot's, not the log's, not the answer's. */
    @ParameterizedTest
    @ValueSource(strings = {CONTACT, BATCH})
    void aTokenWithAControlCharacterIsRefusedAtTheDoor(String path) {
        for (String control : List.of("\n", "\r", "\u0000", "\u0001", "\u000b", "\u007f")) {
            String broken = token + control + "broken-token-1234";

            GatewayAnswer answer = new Http2Request("POST", path)
                    .with("authorization", broken)
                    .with("content-type", "application/json")
                    .body(Batches.of(1, Batches::newContact))
                    .send();

            assertEquals(400, answer.status(), answer.body());
            assertEquals("VALIDATION_ERROR", answer.text("category"));
            assertTrue(answer.text("message").contains("nothing was sent"), answer.body());
            assertFalse(answer.body().contains("broken-token-1234"), answer.body());
        }
        assertEquals(List.<ReceivedCall>of(), simulator.calls());
    }

    @ParameterizedTest
    @CsvSource({"x-own, a\u0007b, 400", "x own, a, 400", "x-own(, a, 400", "x-own, a\tb\u00e9, 200"})
    void otherHeadersAreHeldToHttpsCharactersToo(String name, String value, int status) {
        GatewayAnswer answer =
                request("GET", "/crm/v3/properties/contacts").with(name, value).send();

        assertEquals(status, answer.status(), answer.body());
        assertEquals(status == 200 ? 1 : 0, simulator.calls().size());
    }

    @Test
    void hubSpotsHeadersOfTheConnectionStopHere() {
        simulator.add(FaultRule.of(new Fault.Reply(
                200,
                Map.of("Connection", "x-hop", "X-Hop", "1", "Keep-Alive", "timeout=5", "Trailer", "X-T", "X-Own", "2"),
                Buffer.buffer("{}"),
                false)));

        GatewayAnswer answer = request("GET", "/crm/v3/owners").send();

        assertEquals(200, answer.status());
        assertEquals("{}", answer.body());
        assertEquals("2", answer.header("x-own"));
        for (String name : List.of("connection", "x-hop", "keep-alive", "trailer", "transfer-encoding", "upgrade")) {
            assertFalse(
                    answer.headers().containsKey(name), () -> answer.headers().toString());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Batches::newContact).collect(Collectors.joining("\n", "", "\n"));
    }

    /** As long as HTTP/1.1 takes in its request line and its fields together. */
    @ParameterizedTest
    @ValueSource(ints = {8_300, 19_900})
    void aHeadMayBeAsLongAsInHttp11(int bytes) {
        GatewayAnswer answer = new Http2Request("POST", BATCH)
                .with("content-type", "application/json")
                .with("x-long", "b".repeat(bytes))
                .body("{\"inputs\":[]}")
                .send();

        assertEquals(401, answer.status(), "of the gateway, for want of a token: " + answer);
    }

    /** Each field counts 32 bytes beside its name and its value: 46,800 here, where 40,960 are taken. */
    @Test
    void aHeadThatIsLongerIsRefused() {
        Http2Request request = new Http2Request("POST", BATCH).with("content-type", "application/json");
        for (int i = 0; i < 1_200; i++) {
            request.with("x-" + (1_000 + i), "b");
        }

        GatewayAnswer answer = request.body("{\"inputs\":[]}").send();

        assertEquals(431, answer.status(), answer::toString);
        assertEquals("", answer.body());
    }

    @ParameterizedTest
    @CsvSource({"99, 401", "100, 431"})
    void aHeadMayHaveAsManyFieldsAsInHttp11(int others, int status) {
        Http2Request request = new Http2Request("POST", BATCH).with("content-type", "application/json");
        for (int i = 0; i < others; i++) {
            request.with("x-" + i, "b");
        }

        GatewayAnswer answer = request.body("{\"inputs\":[]}").send();

        assertEquals(status, answer.status(), answer::toString);
        assertNotEquals("", answer.header("X-Request-Id"));
        assertTrue(status != 431 || answer.body().contains("at most 100 header fields"), answer.body());
    }

    /** A batch by Vert.x' client, whose body and whose answer a test may hold back. */
    private HttpClientRequest begun(Vertx vertx) throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        return await(client.request(
                        HttpMethod.POST, gateway().getPort(), gateway().getHost(), BATCH))
                .putHeader("authorization", token);
    }

    private Http2Request request(String method, String target) {
        return new Http2Request(method, target).with("authorization", token);
    }
}
