package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.OwnTokenGateway;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.Streamed;
import dev.batchgateway.testing.TokenIssuer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that holds HubSpot's token: who is let in, and with what HubSpot is called. */
@QuarkusTest
@TestProfile(OwnTokenGateway.class)
class OwnTokenTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String OTHER_PATH = "/crm/v3/properties/contacts";
    private static final String KEY = "Bearer " + OwnTokenGateway.KEY;
    private static final String STRANGER = "Bearer a-strangers-key-1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestHTTPResource(management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(strings = {OwnTokenGateway.KEY, OwnTokenGateway.NEXT_KEY, OwnTokenGateway.OTHER_KEY})
    void everyKeyIsServedAndHubSpotGetsTheGatewaysToken(String key) {
        GatewayAnswer answer = create("Bearer " + key);

        assertEquals(201, answer.status(), answer.body());
        assertEquals(3, answer.count("Succeeded"));
        assertEquals(hubSpotsCaller(), onlyCall().caller());
    }

    @Test
    void aStreamIsServedWithTheGatewaysToken() {
        try (StreamCall call = StreamCall.open(gateway(), CREATE, KEY)) {
            Streamed answer = Streamed.of(
                    call.send(Batches.texts(3, Batches::newContact)).end().rest());

            assertEquals(3, answer.count("succeeded"), () -> answer.summary().encode());
        }
        assertEquals(hubSpotsCaller(), onlyCall().caller());
    }

    @Test
    void anotherCallIsServedWithTheGatewaysToken() {
        GatewayAnswer answer =
                GatewayAnswer.of(caller("bearer  " + OwnTokenGateway.OTHER_KEY).get(OTHER_PATH));

        assertEquals(200, answer.status(), answer.body());
        assertEquals(hubSpotsCaller(), onlyCall().caller());
    }

    /** All callers spend the budget of the gateway's one app: no name makes another. */
    @Test
    void theAccountACallerNamesIsNotLookedAt() {
        GatewayAnswer answer = GatewayAnswer.of(caller(KEY)
                .header("X-Gateway-Account", "no name at all")
                .body(Batches.of(3, Batches::newContact))
                .post(CREATE));

        assertEquals(201, answer.status(), answer.body());
        assertFalse(onlyCall().headers().containsKey("x-gateway-account"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "X-Amzn-Oidc-AccessToken",
                "X-Amzn-Oidc-Data",
                "X-Amzn-Oidc-Identity",
                "X-Auth-Request-Access-Token",
                "X-Forwarded-Access-Token",
                "X-Forwarded-Client-Cert",
                "X-Goog-IAP-JWT-Assertion",
            })
    void whatShowsWhoTheCallerIsStopsHere(String name) {
        GatewayAnswer answer = GatewayAnswer.of(
                caller(KEY).header(name, "a=b").header("X-Own", "1").get(OTHER_PATH));

        assertEquals(200, answer.status(), answer.body());
        assertEquals("1", onlyCall().headers().get("x-own"));
        assertFalse(onlyCall().headers().containsKey(name.toLowerCase(Locale.ROOT)));
    }

    static Stream<String> strangers() {
        return Stream.of(
                STRANGER,
                "Bearer " + OwnTokenGateway.ACCESS_TOKEN,
                "Bearer " + OwnTokenGateway.KEY + "x",
                "Bearer first-part-1.second-part-2.third-part-3");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersAreTurnedAway(String authorization) {
        assertDenied(401, "error=\"invalid_token\"", "unknown_credentials", authorization);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                OwnTokenGateway.KEY,
                "Basic c3luYzpzeW5jLW9sZC1rZXk=",
                "Bearer one-key-1 another-key-2"
            })
    void whoShowsNoKeyIsTurnedAway(String authorization) {
        assertDenied(401, "Bearer", "no_credentials", authorization);
    }

    @Test
    void twoKeysAreNone() {
        GatewayAnswer answer = new RawRequest("GET", OTHER_PATH)
                .with("Authorization", KEY)
                .with("authorization", STRANGER)
                .send();

        assertEquals(401, answer.status(), answer.body());
        assertEquals(List.of(), simulator.calls());
    }

    /** What callers need before they have a key; anything else under the same root is refused, and nothing is passed on. */
    @Test
    void theApiDescriptionAsksNobodyForCredentials() {
        Response description = RestAssured.given().get("/q/openapi");

        assertEquals(200, description.statusCode());
        assertTrue(description.asString().contains("this description, which asks nobody for credentials"));
        assertEquals(404, RestAssured.given().get("/q/swagger-ui").statusCode(), "switched off");
        assertEquals(401, RestAssured.given().get("/q/other").statusCode());
        assertEquals(List.of(), simulator.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE, OTHER_PATH})
    void nothingOfTheBodyIsAwaited(String path) {
        GatewayAnswer answer = new RawRequest("POST", path)
                .with("Authorization", STRANGER)
                .with("Content-Type", "application/json")
                .with("Content-Length", "1000000")
                .send();

        assertEquals(401, answer.status(), answer.body());
    }

    /** HubSpot's answer stays as it is; a header says that it was not the caller's credentials. */
    @Test
    void whenHubSpotRefusesTheGatewaysTokenTheCallerIsToldThatItIsNotItsOwn() {
        String body = "{\"status\":\"error\",\"message\":\"The access token is expired\",\"correlationId\":"
                + "\"9d1a3a52-0000-4000-8000-000000000000\",\"category\":\"EXPIRED_AUTHENTICATION\"}";
        simulator.add(FaultRule.of(
                        new Fault.Reply(401, Map.of("Content-Type", "application/json"), Buffer.buffer(body), false))
                .always());

        GatewayAnswer batch = create(KEY);
        GatewayAnswer other = GatewayAnswer.of(caller(KEY).get(OTHER_PATH));

        for (GatewayAnswer answer : List.of(batch, other)) {
            assertEquals(401, answer.status(), answer.body());
            assertEquals(body, answer.body());
            assertEquals("refused", answer.header("X-Gateway-Own-Token"));
        }
    }

    @Test
    void aTokenOfTheIssuersIsServedWithTheGatewaysToken() {
        GatewayAnswer answer = create("Bearer " + TokenIssuer.signed(TokenIssuer.claims("service-a")));

        assertEquals(201, answer.status(), answer.body());
        assertEquals(hubSpotsCaller(), onlyCall().caller());
        assertEquals(
                200,
                caller("Bearer " + TokenIssuer.signed(TokenIssuer.claims("service-a")))
                        .get(OTHER_PATH)
                        .statusCode());
    }

    @Test
    void aTokenThatIsNotForThisGatewayOrNotValidNowIsTurnedAway() {
        List<JsonObject> wrong = List.of(
                TokenIssuer.claims("a")
                        .put("exp", Instant.now().minusSeconds(60).getEpochSecond()),
                TokenIssuer.claims("a").put("aud", "another-service"),
                TokenIssuer.claims("a").put("iss", "http://another.example"),
                without("exp"),
                without("sub"),
                without("aud"));

        for (JsonObject claims : wrong) {
            assertDenied(401, "error=\"invalid_token\"", "unknown_credentials", "Bearer " + TokenIssuer.signed(claims));
        }
    }

    @Test
    void aForgedTokenIsTurnedAway() {
        JsonObject claims = TokenIssuer.claims("a");
        String unsigned = part("{\"alg\":\"none\"}") + "." + part(claims.encode()) + ".";

        assertDenied(401, "error=\"invalid_token\"", "unknown_credentials", "Bearer " + TokenIssuer.forged(claims));
        assertDenied(401, "error=\"invalid_token\"", "unknown_credentials", "Bearer " + unsigned);
    }

    @Test
    void aTokenWithoutTheRoleIsTurnedAwayFor403() {
        String token = TokenIssuer.signed(TokenIssuer.claims("a").put("groups", new JsonArray(List.of("others"))));

        GatewayAnswer answer = assertDenied(403, "error=\"insufficient_scope\"", "no_role", "Bearer " + token);

        assertEquals("MISSING_SCOPES", answer.text("category"));
    }

    /** Two keys of one name are one caller, who has two places; another caller has two more. */
    @Test
    void aCallersPlacesAreTheirs() {
        try (StreamCall one = StreamCall.open(gateway(), CREATE, KEY);
                StreamCall two = StreamCall.open(gateway(), CREATE, "Bearer " + OwnTokenGateway.NEXT_KEY)) {
            one.send(Batches.newContact(1));
            two.send(Batches.newContact(2));
            assertTrue(Polling.until(PATIENCE, () -> simulator.summary().writes() == 2));

            GatewayAnswer third = create(KEY);

            assertEquals(503, third.status(), third.body());
            assertTrue(third.text("message").contains("2 batches of this caller"), third.body());
            assertEquals(207, create("Bearer " + OwnTokenGateway.OTHER_KEY).status());
            one.end().rest();
            two.end().rest();
        }
        assertTrue(Polling.until(PATIENCE, () -> create(KEY).status() != 503));
    }

    /** Each of the three ways in: a batch, a stream, another call. */
    private GatewayAnswer assertDenied(int status, String challenge, String reason, String authorization) {
        double before = denied(reason);

        GatewayAnswer batch = create(authorization);
        GatewayAnswer stream = new RawRequest("POST", CREATE)
                .with("Authorization", authorization)
                .with("Content-Type", "application/x-ndjson")
                .with("Accept", "application/x-ndjson")
                .body(Batches.newContact(1))
                .send();
        GatewayAnswer other = GatewayAnswer.of(caller(authorization).get(OTHER_PATH));

        for (GatewayAnswer answer : List.of(batch, stream, other)) {
            assertEquals(status, answer.status(), answer.body());
            assertEquals("error", answer.text("status"));
            assertFalse(answer.text("correlationId").isEmpty());
            assertTrue(answer.header("WWW-Authenticate").endsWith(challenge), answer::toString);
            assertEquals("", answer.header("X-Gateway-Own-Token"));
            assertFalse(answer.body().contains(OwnTokenGateway.KEY)
                    || answer.body().contains(OwnTokenGateway.ACCESS_TOKEN));
        }
        if (status == 401) {
            assertEquals("INVALID_AUTHENTICATION", batch.text("category"));
        }
        assertEquals(List.of(), simulator.calls());
        assertEquals(before + 3, denied(reason));
        return batch;
    }

    private static GatewayAnswer create(String authorization) {
        return GatewayAnswer.of(caller(authorization)
                .body(Batches.of(3, Batches::newContact).getBytes(StandardCharsets.UTF_8))
                .post(CREATE));
    }

    /** What the simulator calls who has the gateway's token. */
    private static String hubSpotsCaller() {
        return Accounts.digest(OwnTokenGateway.ACCESS_TOKEN).substring(0, 8);
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private double denied(String reason) {
        return new GatewayLoad(management()).denied(reason);
    }

    private static JsonObject without(String claim) {
        JsonObject claims = TokenIssuer.claims("a");
        claims.remove(claim);
        return claims;
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
