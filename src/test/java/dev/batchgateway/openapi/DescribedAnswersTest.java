package dev.batchgateway.openapi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ApiExamples;
import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.GatewayAnswer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds answers to the description lets good ones pass and finds each thing that can be wrong with one. */
class DescribedAnswersTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String GOOD = ApiExamples.text("created");
    private static final DescribedAnswers DESCRIBED = DescribedAnswers.served();

    @Test
    void aGoodAnswerPasses() {
        assertDoesNotThrow(() -> DESCRIBED.check("POST", CREATE, answer(201, GOOD)));
        assertDoesNotThrow(() -> DESCRIBED.check("POST", CREATE + "/?a=b", answer(201, GOOD)));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Gateway-Calls, many",
        "X-Gateway-Calls, -1",
        "X-Gateway-Calls, ",
        "X-Gateway-Unheard-Of, 1",
        "Server-Timing, long",
        "Preference-Applied, anything=goes",
        "Content-Type, text/html"
    })
    void aHeaderThatIsNotAsDescribedIsFound(String name, String value) {
        GatewayAnswer answer = answer(201, GOOD);
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.put(name.toLowerCase(Locale.ROOT), value);
        headers.values().removeIf(Objects::isNull);

        assertFound("POST", CREATE, new GatewayAnswer(201, headers, GOOD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"status\":\"COMPLETE\",\"results\":[]}",
                "nonsense",
            })
    void aBodyThatIsNotAsDescribedIsFound(String body) {
        assertFound("POST", CREATE, answer(201, body));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"completedAt\":\"', '\"completedAt\":\"T'",
        "'\"results\":[', '\"results\":[7,'",
        "'\"status\":\"COMPLETE\"', '\"status\":7'",
        "'\"status\":\"COMPLETE\"', '\"status\":\"COMPLETE\",\"errors\":[]'",
        "'\"status\":\"COMPLETE\"', '\"status\":\"COMPLETE\",\"numErrors\":1'",
        "'\"status\":\"COMPLETE\"', '\"status\":\"COMPLETE\",\"numErrors\":1,\"errors\":[{\"status\":\"error\"}]'"
    })
    void aMistakeInABodyIsFound(String right, String wrong) {
        assertTrue(GOOD.contains(right), right);

        assertFound("POST", CREATE, answer(201, GOOD.replace(right, wrong)));
    }

    @ParameterizedTest
    @CsvSource({"POST, 204", "POST, 299", "GET, 200", "GET, 201", "DELETE, 404"})
    void aStatusThatIsNotDescribedIsFound(String method, int status) {
        if (status == 299) {
            // Whatever HubSpot refuses with is described, but only as an error.
            assertFound(method, CREATE, answer(status, "{}"));
        } else {
            assertFound(method, CREATE, answer(status, GOOD));
        }
    }

    @Test
    void anErrorOfTheGatewaysOwnHasEverything() {
        String whole = ApiExamples.text("malformed");
        GatewayAnswer good = new GatewayAnswer(400, Map.of("content-type", "application/json"), whole);

        assertDoesNotThrow(() -> DESCRIBED.check("POST", CREATE, good));
        for (String member : new String[] {"status", "message", "correlationId", "category"}) {
            String body = whole.replace("\"" + member + "\"", "\"other\"");
            assertFound("POST", CREATE, new GatewayAnswer(400, good.headers(), body));
        }
    }

    /** The HTTP server's own answers have none. */
    @ParameterizedTest
    @CsvSource({"414, true", "431, true", "400, false", "413, false", "503, false", "418, false"})
    void anErrorWithoutABodyIsFoundIfItIsNotTheServers(int status, boolean isDescribed) {
        GatewayAnswer answer = new GatewayAnswer(status, Map.of("connection", "close"), "");

        if (isDescribed) {
            assertDoesNotThrow(() -> DESCRIBED.check("POST", CREATE, answer));
        } else {
            assertFound("POST", CREATE, answer);
        }
    }

    /** What HubSpot answers there may be anything; what the gateway does is described, and told by its lack of a server. */
    @ParameterizedTest
    @CsvSource({
        "401, WWW-Authenticate, Bearer, true",
        "401, X-Gateway-Unheard-Of, 1, false",
        "403, WWW-Authenticate, Bearer, true",
        "403, Retry-After, 1, false",
        "500, X-Should-Retry, false, true",
        "418, X-Should-Retry, false, false",
        "418, Server, cloudflare, true"
    })
    void anErrorToACallThatIsPassedOnIsDescribedIfItIsTheGatewaysOwn(
            int status, String header, String value, boolean isDescribed) {
        String body = ApiExamples.text("noToken");
        Map<String, String> headers = new TreeMap<>(Map.of("content-type", "application/json"));
        headers.put("x-hubspot-correlation-id", "1bff0b20-c9b7-4477-9a07-3544b1ff18e8");
        headers.put(header.toLowerCase(Locale.ROOT), value);
        GatewayAnswer answer = new GatewayAnswer(status, headers, body);

        if (isDescribed) {
            assertDoesNotThrow(() -> DESCRIBED.check("GET", "/crm/v3/owners", answer));
        } else {
            assertFound("GET", "/crm/v3/owners", answer);
        }
        String other = body.replace("\"category\"", "\"other\"");
        if (!headers.containsKey("server")) {
            assertFound("GET", "/crm/v3/owners", new GatewayAnswer(status, headers, other));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"position\":0,\"outcome\":\"succeeded\"}\n",
                "{\"position\":0,\"outcome\":\"rejected\"}\nS",
                "{\"position\":0,\"outcome\":\"lost\"}\nS",
                "{\"position\":\"0\",\"outcome\":\"succeeded\"}\nS",
                "{\"position\":0,\"outcome\":\"succeeded\",\"more\":1}\nS",
                "{\"position\":0,\"outcome\":\"succeeded\",\"paired\":true}\nS",
                "S\n{\"position\":0,\"outcome\":\"succeeded\"}\n",
                "{\"summary\":{\"inputs\":0}}\n",
                "\n",
            })
    void aLineThatIsNotAsDescribedIsFound(String lines) {
        assertFound("POST", CREATE, lines(lines));
    }

    @Test
    void goodLinesPass() {
        assertDoesNotThrow(
                () -> DESCRIBED.check("POST", CREATE, lines("{\"position\":0,\"outcome\":\"succeeded\"}\nS")));
    }

    private static GatewayAnswer lines(String lines) {
        String summary = ApiExamples.text("createdLines")
                .lines()
                .filter(line -> line.startsWith("{\"summary\""))
                .findFirst()
                .orElseThrow();
        return new GatewayAnswer(200, Map.of("content-type", "application/x-ndjson"), lines.replace("S", summary));
    }

    private static GatewayAnswer answer(int status, String body) {
        Map<String, String> headers = new TreeMap<>();
        for (String count : "calls retries succeeded rejected unconfirmed unsent unpaired".split(" ", -1)) {
            headers.put("x-gateway-" + count, "1");
        }
        headers.put("server-timing", "permits;dur=0, hubspot;dur=5, total;dur=6");
        headers.put("content-type", "application/json");
        return new GatewayAnswer(status, headers, body);
    }

    private static void assertFound(String method, String path, GatewayAnswer answer) {
        AssertionError found = assertThrows(AssertionError.class, () -> DESCRIBED.check(method, path, answer));

        assertTrue(String.valueOf(found.getMessage()).contains("not as described"), found::toString);
    }
}
