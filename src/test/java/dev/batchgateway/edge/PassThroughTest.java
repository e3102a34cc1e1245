package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.HubSpotOperation;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path that is no batch is one call to HubSpot, and HubSpot's answer is the caller's. */
@QuarkusTest
class PassThroughTest extends GatewayTest {
    private static final int BIG = 5_000_003;

    /** Both at once is what RFC 9112, 6.1 forbids, and what request smuggling is made of. */
    @Test
    void anAnswerWithALengthIsNotInChunks() {
        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/properties/contacts")
                .with("Authorization", token)
                .send();

        assertEquals(200, answer.status(), answer.body());
        assertEquals(String.valueOf(answer.body().length()), answer.header("Content-Length"));
        assertEquals("", answer.header("Transfer-Encoding"));
    }

    @Test
    void aRecordIsReadWithItsQuery() {
        String id = simulator.addRecord("contacts", Map.of("email", "a@example.com"));
        String path = "/crm/v3/objects/contacts/" + id + "?properties=email&x=%41%2c%20+";

        GatewayAnswer answer = GatewayAnswer.of(caller().get(path));

        assertEquals(200, answer.status(), answer.body());
        assertEquals(id, answer.text("id"));
        assertEquals("GET", onlyCall().method());
        assertEquals(path, onlyCall().path());
        assertFalse(onlyCall().headers().containsKey("content-length"), "a GET has no body");
    }

    @Test
    void aRecordIsCreatedWithTheBodyAsItCame() {
        String body = " {\"properties\" : {\"email\":\"A@example.com\",\"n\":1.0,\"e\":\"\\u00e9\"}}\n";

        GatewayAnswer answer = GatewayAnswer.of(caller().body(body).post("/crm/v3/objects/contacts"));

        assertEquals(201, answer.status(), answer.body());
        assertEquals("a@example.com", answer.json().getJsonObject("properties").getString("email"));
        assertEquals(body, onlyCall().body());
        assertEquals(HubSpotOperation.OBJECT_CREATE, onlyCall().operation());
        assertEquals(1, simulator.summary().writes());
    }

    @Test
    void aSearchIsForwarded() {
        simulator.addRecord("contacts", Map.of("email", "b@example.com"));
        String body = "{\"filterGroups\":[{\"filters\":"
                + "[{\"propertyName\":\"email\",\"operator\":\"EQ\",\"value\":\"b@example.com\"}]}]}";

        GatewayAnswer answer = GatewayAnswer.of(caller().body(body).post("/crm/v3/objects/contacts/search"));

        assertEquals(200, answer.status(), answer.body());
        assertEquals(1, answer.json().getInteger("total"));
        assertEquals(body, onlyCall().body());
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodIsForwardedWithItsBody(Method method) {
        GatewayAnswer answer =
                GatewayAnswer.of(caller().body("{\"a\":1}").request(method, "/crm/v3/objects/contacts/1/x?y=z"));

        assertEquals(404, answer.status());
        assertEquals("resource not found", answer.text("message"));
        assertEquals(method.name(), onlyCall().method());
        assertEquals("/crm/v3/objects/contacts/1/x?y=z", onlyCall().path());
        assertEquals("{\"a\":1}", onlyCall().body());
    }

    @Test
    void headHasHubSpotsHeadersAndNoBody() {
        simulator.add(FaultRule.of(reply(200, Map.of("X-Own", "1"), "")));

        GatewayAnswer answer = GatewayAnswer.of(caller().head("/files/v3/files/1"));

        assertEquals(200, answer.status());
        assertEquals("1", answer.header("X-Own"));
        assertEquals("", answer.body());
        assertEquals("HEAD", onlyCall().method());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 302, 304, 400, 404, 409, 418, 429, 477, 500, 502, 503, 504, 524})
    void whateverHubSpotAnswersIsTheAnswerAndNothingIsRepeated(int status) {
        String body = status == 204 || status == 304 ? "" : "<html>" + status + " é</html>";
        simulator.add(FaultRule.of(reply(
                status,
                Map.of("Content-Type", "text/html; charset=UTF-8", "Location", "/elsewhere", "Retry-After", "7"),
                body)));

        GatewayAnswer answer = new RawRequest("POST", "/crm/v3/owners")
                .with("Authorization", token)
                .body("{}")
                .send();

        assertEquals(status, answer.status());
        assertEquals(body, answer.body());
        assertEquals("text/html; charset=UTF-8", answer.header("Content-Type"));
        assertEquals("/elsewhere", answer.header("Location"));
        assertEquals("7", answer.header("Retry-After"));
        assertEquals("cloudflare", answer.header("Server"));
        assertEquals("/crm/v3/owners", onlyCall().path());
    }

    @Test
    void hubSpotsRateHeadersReachTheCaller() {
        GatewayAnswer answer = GatewayAnswer.of(caller().get("/crm/v3/properties/contacts"));

        assertEquals(200, answer.status());
        assertEquals("5000", answer.header("X-HubSpot-RateLimit-Max"));
        assertFalse(answer.header("X-HubSpot-Correlation-Id").isEmpty());
    }

    @Test
    void aBigBodyGoesOutWhole() {
        String body = "é".repeat(BIG / 2);

        GatewayAnswer answer = GatewayAnswer.of(
                caller().body(body.getBytes(StandardCharsets.UTF_8)).post("/files/v3/files"));

        assertEquals(404, answer.status());
        assertEquals(body, onlyCall().body());
    }

    @Test
    void aBigBodyWithoutALengthGoesOutWhole() {
        String body = "x".repeat(1_000_003);

        GatewayAnswer answer = new RawRequest("POST", "/files/v3/files")
                .with("Authorization", token)
                .with("Content-Type", "application/octet-stream")
                .body(body)
                .chunked(8_191)
                .send();

        assertEquals(404, answer.status(), answer.body());
        assertEquals(body, onlyCall().body());
        assertEquals("application/octet-stream", onlyCall().headers().get("content-type"));
    }

    @Test
    void aBigAnswerComesBackWhole() {
        String body = "0123456789".repeat(BIG / 10) + "end";
        simulator.add(FaultRule.of(reply(200, Map.of("Content-Type", "application/octet-stream"), body)));

        GatewayAnswer answer = GatewayAnswer.of(caller().get("/files/v3/files/1"));

        assertEquals(200, answer.status());
        assertEquals(body, answer.body());
    }

    @Test
    void headersOfTheConnectionStopHereAndAllOthersGoOn() {
        new RawRequest("GET", "/crm/v3/owners")
                .with("Authorization", token)
                .with("Connection", "close, X-Secret-Hop")
                .with("X-Secret-Hop", "1")
                .with("Keep-Alive", "timeout=5")
                .with("TE", "trailers")
                .with("Proxy-Authorization", "Basic eA==")
                .with("Proxy-Connection", "close")
                .with("User-Agent", "sdk/1.0")
                .with("X-Own", "a, b")
                .with("Accept", "application/json")
                .with("Cookie", "a=b")
                .send();

        Map<String, String> headers = onlyCall().headers();
        for (String name : List.of("x-secret-hop", "keep-alive", "te", "proxy-authorization", "proxy-connection")) {
            assertFalse(headers.containsKey(name), headers.toString());
        }
        assertFalse(headers.getOrDefault("connection", "").contains("Secret"), headers.toString());
        assertEquals("sdk/1.0", headers.get("user-agent"));
        assertEquals("a, b", headers.get("x-own"));
        assertEquals("application/json", headers.get("accept"));
        assertEquals("a=b", headers.get("cookie"));
        assertTrue(String.valueOf(headers.get("host")).startsWith("127.0.0.1:"), headers.toString());
    }

    @Test
    void hubSpotsHeadersOfTheConnectionStopHereToo() {
        simulator.add(FaultRule.of(reply(
                200, Map.of("Connection", "x-hop", "X-Hop", "1", "Keep-Alive", "timeout=5", "X-Own", "2"), "{}")));

        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/owners")
                .with("Authorization", token)
                .send();

        assertEquals("", answer.header("X-Hop"));
        assertEquals("", answer.header("Keep-Alive"));
        assertEquals("2", answer.header("X-Own"));
        assertEquals("{}", answer.body());
    }

    /** A caller's are for the gateway alone, and HubSpot's would look like the gateway's own word. */
    @Test
    void theGatewaysOwnHeadersPassInNeitherDirection() {
        simulator.add(FaultRule.of(
                reply(401, Map.of("X-Gateway-Own-Token", "refused", "X-Gateway-Calls", "9", "X-Own", "2"), "{}")));

        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/owners")
                .with("Authorization", token)
                .with("X-Gateway-Account", "4711/sync")
                .with("x-gateway-Unsent", "7")
                .with("X-Gatewa", "1")
                .send();

        assertEquals(401, answer.status());
        assertEquals("", answer.header("X-Gateway-Own-Token"));
        assertEquals("", answer.header("X-Gateway-Calls"));
        assertEquals("2", answer.header("X-Own"));
        assertEquals(
                List.of("x-gatewa"),
                onlyCall().headers().keySet().stream()
                        .filter(name -> name.startsWith("x-gatewa"))
                        .toList());
    }

    @Test
    void anInterimAnswerIsNotTakenForTheAnswer() {
        simulator.add(FaultRule.of(reply(102, Map.of(), "")));

        GatewayAnswer answer = GatewayAnswer.of(caller().get("/crm/v3/owners"));

        assertEquals(504, answer.status(), answer.body());
        assertEquals("UNCONFIRMED", answer.text("category"));
    }

    @Test
    void afterA429TheNextCallWaitsForAsLongAsHubSpotHasAsked() {
        simulator.add(FaultRule.of(reply(429, Map.of("X-HubSpot-RateLimit-Max", "100", "Retry-After", "3"), "{}")));
        assertEquals(429, GatewayAnswer.of(caller().get("/crm/v3/owners/1")).status());
        long since = System.nanoTime();

        GatewayAnswer.of(caller().get("/crm/v3/owners/2"));

        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        assertTrue(waited.compareTo(Duration.ofMillis(2_500)) > 0, () -> "waited " + waited);
        assertEquals(2, simulator.calls().size());
    }

    @Test
    void aRequestWithoutATokenIsHubSpotsToAnswer() {
        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/owners").send();

        assertEquals(401, answer.status());
        assertEquals("INVALID_AUTHENTICATION", answer.text("category"));
        assertEquals("", onlyCall().caller());
    }

    @Test
    void whenNoAnswerComesTheCallerIsToldThatNothingIsKnown() {
        simulator.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)));

        GatewayAnswer answer =
                GatewayAnswer.of(caller().body("{\"properties\":{}}").post("/crm/v3/objects/contacts"));

        assertEquals(504, answer.status(), answer.body());
        assertEquals("error", answer.text("status"));
        assertEquals("UNCONFIRMED", answer.text("category"));
        assertFalse(answer.text("correlationId").isEmpty());
        assertEquals("false", answer.header("X-Should-Retry"));
        assertEquals(1, simulator.calls().size());
    }

    @Test
    void halfAnAnswerIsNotPassedOffAsAWholeOne() {
        simulator.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.HALF_WAY)));

        boolean isWhole;
        try {
            GatewayAnswer answer = new RawRequest("GET", "/crm/v3/properties/contacts")
                    .with("Authorization", token)
                    .send();
            isWhole = answer.status() == 200
                    && answer.body().length() >= Integer.parseInt("0" + answer.header("Content-Length"));
        } catch (AssertionError | UncheckedIOException e) {
            isWhole = false;
        }

        assertFalse(isWhole);
    }

    @Test
    void dotSegmentsAndEncodedSlashesAreNotForwarded() {
        for (String path : List.of("/crm/../oauth/v1/x", "/crm/%2e%2e/x", "/a%2fb", "/a%5Cb", "//evil.example/x")) {
            GatewayAnswer answer =
                    new RawRequest("GET", path).with("Authorization", token).send();
            assertEquals(400, answer.status(), path);
        }
        assertEquals(List.<ReceivedCall>of(), simulator.calls());
    }

    private static Fault reply(int status, Map<String, String> headers, String body) {
        return new Fault.Reply(status, headers, Buffer.buffer(body), false);
    }
}
