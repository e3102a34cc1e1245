package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.UnreadableRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says for the sake of safety, and what none says. */
@QuarkusTest
class AnswerHeadersTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";

    @Test
    void aBatchsAnswerIsKeptByNoCacheAndIsWhatItSays() {
        assertSafe(201, batch("application/json", "application/json", Batches.of(3, Batches::newContact)));
    }

    @Test
    void aStreamsAnswerToo() {
        assertSafe(200, batch("application/x-ndjson", "application/x-ndjson", Batches.newContact(1) + "\n"));
    }

    @Test
    void aRefusalToo() {
        assertSafe(400, batch("application/json", "application/json", "{"));
        assertSafe(
                401,
                new RawRequest("POST", CREATE)
                        .with("Origin", "https://app.example")
                        .send());
        assertSafe(
                413,
                request("POST", CREATE)
                        .with("Content-Type", "application/json")
                        .with("Content-Length", String.valueOf(Integer.MAX_VALUE))
                        .send());
        assertSafe(405, request("GET", CREATE).send());
        assertSafe(405, request("PROPFIND", "/crm/v3/owners").send());
    }

    @Test
    void aCallThatIsPassedOnHasThemToo() {
        GatewayAnswer answer = request("GET", "/crm/v3/properties/contacts").send();

        assertProtected(200, answer);
        assertEquals("cloudflare", answer.header("Server"), "what HubSpot says of itself");
    }

    /** It is answered before anything of ours sees it: the README says so of the id, too. */
    @Test
    void whatTheHttpServerItselfRefusesHasNoId() {
        GatewayAnswer answer = request("GET", "/crm/" + "a".repeat(20_000)).send();

        assertEquals(414, answer.status());
        assertEquals("", answer.header("X-Request-Id"));
    }

    /** They are no more than a status: nothing that could be kept or shown, and nothing of who answers. */
    @ParameterizedTest
    @ValueSource(ints = {400, 414, 431})
    void whatTheHttpServerItselfRefusesTellsNothing(int status) throws IOException {
        UnreadableRequest.assertRefused(status, gateway());
    }

    @Test
    void noPageOfAnotherOriginIsLetIn() {
        GatewayAnswer answer = request("OPTIONS", CREATE)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization")
                .send();

        assertSafe(405, answer);
    }

    private GatewayAnswer batch(String type, String accept, String body) {
        return request("POST", CREATE)
                .with("Content-Type", type)
                .with("Accept", accept)
                .body(body)
                .send();
    }

    private RawRequest request(String method, String path) {
        return new RawRequest(method, path).with("Authorization", token).with("Origin", "https://app.example");
    }

    private static void assertSafe(int status, GatewayAnswer answer) {
        assertProtected(status, answer);
        assertEquals("", answer.header("Server"));
        assertEquals("", answer.header("X-Powered-By"));
    }

    private static void assertProtected(int status, GatewayAnswer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer::toString);
        assertEquals("no-store", answer.header("Cache-Control"), answer::toString);
        assertTrue(
                answer.headers().keySet().stream().noneMatch(name -> name.startsWith("access-control-")),
                answer::toString);
    }
}
