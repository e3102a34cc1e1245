package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers are answered, and how HubSpot answers what is passed on, is counted as it was. */
@QuarkusTest
class AnswerMetricsTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String OWNERS = "/crm/v3/owners";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestHTTPResource(management = true)
    URI management;

    @ParameterizedTest
    @CsvSource({
        "200, 200, 2xx, answered, none",
        "304, 3xx, 3xx, refused, none",
        "401, 401, 401, unauthorized, hubspot",
        "404, 404, 4xx, refused, hubspot",
        "408, 408, 4xx, no_answer, hubspot",
        "409, 409, 4xx, conflict, hubspot",
        "413, 413, 4xx, too_large, hubspot",
        "418, 4xx, 4xx, refused, hubspot",
        "423, 423, 4xx, locked, hubspot",
        "429, 429, 429, throttled, hubspot",
        "477, 477, 4xx, migrating, hubspot",
        "500, 500, 5xx, no_answer, hubspot",
        "502, 502, 5xx, overloaded, hubspot",
        "520, 520, 5xx, no_answer, hubspot",
        "521, 521, 5xx, not_reached, hubspot",
        "522, 522, 5xx, no_answer, hubspot",
        "523, 523, 5xx, not_reached, hubspot",
        "525, 525, 5xx, untrusted, hubspot",
        "599, 5xx, 5xx, no_answer, hubspot"
    })
    void aCallThatIsPassedOnIsCountedByWhatHubSpotSays(
            int given, String status, String answer, String reply, String category) {
        simulator.add(FaultRule.of(new Fault.Reply(given, Map.of(), Buffer.buffer(), false)));
        Counted passedOn = new Counted("gateway_passed_on_seconds_count", "answer=\"" + answer + "\"");
        Counted calls = new Counted("gateway_call_seconds_count", "budget=\"objects\",reply=\"" + reply + "\"");
        Counted answers = answers("passed_on", status, category);

        assertEquals(
                given,
                new RawRequest("GET", OWNERS)
                        .with("Authorization", token)
                        .send()
                        .status());

        answers.assertMore(1);
        passedOn.assertMore(1);
        calls.assertMore(1);
    }

    @Test
    void aCallThatIsPassedOnAndHasNoAnswerIsCountedAsSuch() {
        simulator.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)));
        Counted passedOn = new Counted("gateway_passed_on_seconds_count", "answer=\"no_answer\"");
        Counted answers = answers("passed_on", "504", "unconfirmed");

        assertEquals(504, GatewayAnswer.of(caller().get(OWNERS)).status());

        answers.assertMore(1);
        passedOn.assertMore(1);
    }

    @Test
    void howLongHubSpotTookForACallThatIsPassedOnIsTimed() {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(300))));
        double before = Scraped.of(management()).count("gateway_passed_on_seconds_sum", "answer=\"2xx\"");

        assertEquals(
                200,
                GatewayAnswer.of(caller().get("/crm/v3/properties/contacts")).status());

        double took = Scraped.of(management()).count("gateway_passed_on_seconds_sum", "answer=\"2xx\"") - before;
        assertTrue(took >= 0.3 && took < PATIENCE.toSeconds(), () -> took + " s");
    }

    @Test
    void aBatchIsCountedByItsAnswer() {
        Counted whole = answers("batch", "201", "none");
        Counted partly = answers("batch", "207", "none");

        assertEquals(201, post(CREATE, Batches.of(3, Batches::newContact)).status());
        assertEquals(207, post(CREATE, Batches.of(4, Batches::newContact)).status());

        whole.assertMore(1);
        partly.assertMore(1);
    }

    @Test
    void aStreamIsCountedOnceWhenItsAnswerIsOver() {
        Counted streams = answers("batch", "200", "none");

        GatewayAnswer answer = new RawRequest("POST", CREATE)
                .with("Authorization", token)
                .with("Content-Type", "application/x-ndjson")
                .with("Accept", "application/x-ndjson")
                .body("{\"properties\":{\"email\":\"a@example.com\"}}\n")
                .send();

        assertEquals(200, answer.status(), answer.body());
        streams.assertMore(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /crm/v3/objects/contacts/batch/create, 400, batch, validation_error",
        "GET, /crm/v3/objects/contacts/batch/create, 405, batch, validation_error",
        "GET, /crm/../owners, 400, other, validation_error",
        "PROPFIND, /crm/v3/owners, 405, other, unknown",
        "GET, /q/openapi/none, 404, other, unknown",
        "POST, /q/openapi, 405, other, unknown"
    })
    void aRefusalOfTheGatewaysOwnIsCountedByItsCategory(
            String method, String path, int status, String kind, String category) {
        Counted answers = answers(kind, String.valueOf(status), category);

        GatewayAnswer answer = new RawRequest(method, path)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .send();

        assertEquals(status, answer.status(), answer.body());
        answers.assertMore(1);
    }

    /** It comes to no filter: nobody knows what it asks for. */
    @Test
    void whatTheHttpServerCannotReadIsNotCounted() throws IOException {
        double before = all();
        Counted next = answers("batch", "201", "none");

        try (Socket socket = new Socket(gateway().getHost(), gateway().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(("GET " + OWNERS + " NONSENSE\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.0 400", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
        assertEquals(201, post(CREATE, Batches.of(3, Batches::newContact)).status());

        next.assertMore(1);
        assertEquals(before + 1, all());
    }

    private double all() {
        return Scraped.of(management())
                .text()
                .lines()
                .filter(line -> line.startsWith("gateway_answers_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void whoIsNotLetInIsCountedAsThat() {
        Counted answers = answers("batch", "401", "invalid_authentication");

        assertEquals(401, new RawRequest("POST", CREATE).body("{}").send().status());

        answers.assertMore(1);
    }

    @Test
    void hubSpotsRefusalOfAWholeBatchIsHubSpots() {
        simulator.add(FaultRule.of(Fault.status(401)).always());
        Counted answers = answers("batch", "401", "hubspot");

        assertEquals(401, post(CREATE, Batches.of(3, Batches::newContact)).status());

        answers.assertMore(1);
    }

    @Test
    void aBatchThatCouldNotBeSentIsUnsent() {
        simulator.add(FaultRule.of(Fault.status(525)).always());
        Counted answers = answers("batch", "503", "unsent");

        assertEquals(503, post(CREATE, Batches.of(3, Batches::newContact)).status());

        answers.assertMore(1);
    }

    @ParameterizedTest
    @CsvSource({"GET /crm/v3/properties/contacts, passed_on", "POST /crm/v3/objects/contacts/batch/create, batch"})
    void aCallerWhoLeavesBeforeItIsAnsweredIsCountedAsGone(String request, String kind) throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(500))));
        Counted gone = answers(kind, "499", "left");
        String body = kind.equals("batch") ? Batches.of(1, Batches::newContact) : "";

        try (Socket socket = new Socket(gateway().getHost(), gateway().getPort())) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + token
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(Polling.until(PATIENCE, () -> simulator.summary().calls() > 0));
        }

        gone.assertMore(1);
    }

    @Test
    void anAnswerThatBreaksOffIsCountedAsCut() {
        simulator.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.HALF_WAY)));
        // HubSpot's connection may have ended before anything of the answer went out.
        Counted cut = new Counted(
                "gateway_answers_total", labels("passed_on", "200", "cut"), labels("passed_on", "499", "cut"));

        try {
            new RawRequest("GET", "/crm/v3/properties/contacts")
                    .with("Authorization", token)
                    .send();
        } catch (AssertionError | UncheckedIOException e) {
            // However the half of it looks to its caller.
        }

        cut.assertMore(1);
    }

    @Test
    void placesOfCallsThatArePassedOnAreShownBesideTheirBound() {
        assertEquals(1_000, Scraped.of(management()).count("gateway_passed_on_places_bound", ""));
        assertEquals(
                1,
                Scraped.of(management()).values("gateway_passed_on_places", "").size());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private Counted answers(String kind, String status, String category) {
        return new Counted("gateway_answers_total", labels(kind, status, category));
    }

    private static String labels(String kind, String status, String category) {
        return "kind=\"" + kind + "\",status=\"" + status + "\",category=\"" + category + "\"";
    }

    /** A count, and what it was; of several series their sum. */
    private final class Counted {
        private final String name;
        private final List<String> labels;
        private final double before;

        Counted(String name, String... labels) {
            this.name = name;
            this.labels = List.of(labels);
            this.before = now();
        }

        private double now() {
            Scraped scraped = Scraped.of(management());
            return labels.stream().mapToDouble(one -> scraped.count(name, one)).sum();
        }

        /** An answer is counted when it is out, which its caller may see a little earlier. */
        void assertMore(int more) {
            assertTrue(
                    Polling.until(PATIENCE, () -> now() >= before + more), () -> name + labels + " is still " + now());
            assertEquals(before + more, now(), labels.toString());
        }
    }
}
