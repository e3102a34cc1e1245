package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.ExportedSpan;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.SpanCollector;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.TracedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Spans of a running gateway, as a collector gets them. */
@QuarkusTest
@TestProfile(TracedGateway.class)
class TracedBatchTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String BAD = "{\"properties\":{\"email\":\"invalid-format\"}}";
    private static final String CALLER = "b7ad6b7169203331";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String trace = newTrace();

    @Test
    void aBatchIsAPartOfItsCallersTraceAndItsAttemptsArePartsOfIt() {
        simulator.add(FaultRule.of(Fault.status(521)));

        int status = caller().header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .header("tracestate", "theirs=1")
                .header("X-Request-Id", "traced-1")
                .body(Batches.of(150, position -> position == 7 ? BAD : Batches.newContact(position)))
                .post(CREATE)
                .statusCode();

        assertEquals(207, status);
        List<ExportedSpan> spans = await(4, span -> span.traceId().equals(trace));
        ExportedSpan batch = only(spans, ExportedSpan.SERVER);
        assertEquals("batch object_create", batch.name());
        assertEquals(CALLER, batch.parentId());
        assertEquals("theirs=1", batch.traceState());
        assertFalse(batch.isError());
        Map<String, String> told = new TreeMap<>(batch.attributes());
        assertTrue(Integer.parseInt(told.remove("gateway.permits_millis")) >= 0);
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("http.request.method", "POST"),
                        Map.entry("http.route", "/crm/v3/objects/{objectType}/batch/create"),
                        Map.entry("http.response.status_code", "207"),
                        Map.entry("gateway.operation", "object_create"),
                        Map.entry("gateway.object_type", "contacts"),
                        Map.entry("gateway.request_id", "traced-1"),
                        Map.entry("gateway.form", "json/json"),
                        Map.entry("gateway.inputs", "150"),
                        Map.entry("gateway.succeeded", "149"),
                        Map.entry("gateway.rejected", "1"),
                        Map.entry("gateway.unconfirmed", "0"),
                        Map.entry("gateway.unsent", "0"),
                        Map.entry("gateway.calls", "3"),
                        Map.entry("gateway.retries", "1"),
                        Map.entry("gateway.joined", "false"))),
                told);
        List<ExportedSpan> attempts = spans.stream()
                .filter(span -> span.kind() == ExportedSpan.CLIENT)
                .toList();
        assertTrue(attempts.stream().allMatch(attempt -> attempt.parentId().equals(batch.spanId())));
        assertTrue(attempts.stream().allMatch(attempt -> attempt.nanos() > 0 && attempt.nanos() <= batch.nanos()));
        assertTrue(attempts.stream().allMatch(attempt -> attempt.name().equals("attempt object_create")));
        ExportedSpan failed = only(attempts, "521");
        assertTrue(failed.isError());
        assertEquals("521", failed.attribute("error.type"));
        assertEquals("not_reached", failed.attribute("gateway.reply"));
        assertEquals("send_again", failed.attribute("gateway.decision"));
        assertEquals("1", failed.attribute("gateway.attempt"));
        assertEquals("100", failed.attribute("gateway.inputs"));
        assertEquals("objects", failed.attribute("gateway.lane"));
        assertEquals("127.0.0.1", failed.attribute("server.address"));
        assertEquals("00000000-0000-4000-8000-000000000000", failed.attribute("gateway.hubspot_correlation_id"));
        ExportedSpan mixed = only(attempts, "207");
        assertFalse(mixed.isError());
        assertEquals("2", mixed.attribute("gateway.attempt"));
        assertEquals("1", mixed.attribute("http.request.resend_count"));
        assertEquals("match", mixed.attribute("gateway.decision"));
        assertEquals("50", only(attempts, "201").attribute("gateway.inputs"));
        assertEquals("hubspot-batch-gateway", batch.resource().get("service.name"));
        assertFalse(batch.resource().getOrDefault("service.version", "").isEmpty());
        assertHubSpotWasTold(attempts, "01");
    }

    /** Each call by its own attempt, and nothing of the caller's own besides. */
    private void assertHubSpotWasTold(List<ExportedSpan> attempts, String flags) {
        assertEquals(
                attempts.stream()
                        .map(attempt -> "00-" + trace + "-" + attempt.spanId() + "-" + flags)
                        .sorted()
                        .toList(),
                simulator.calls().stream()
                        .map(call -> call.headers().getOrDefault("traceparent", "none"))
                        .sorted()
                        .toList());
        assertTrue(simulator.calls().stream().noneMatch(call -> call.headers().containsKey("tracestate")));
    }

    @Test
    void aBatchOfACallerWithoutATraceBeginsOne() {
        caller().header("X-Request-Id", trace)
                .header("traceparent", "00-nonsense-01")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        ExportedSpan batch = await(1, isOfRequest(trace)).get(0);
        assertEquals("", batch.parentId());
        assertEquals(32, batch.traceId().length());
        assertTrue(onlyCall().headers().getOrDefault("traceparent", "none").startsWith("00-" + batch.traceId() + "-"));
    }

    /** The caller's decision counts; so it does for HubSpot. */
    @Test
    void aTraceThatItsCallerDoesNotKeepIsNotSent() {
        caller().header("traceparent", "00-" + trace + "-" + CALLER + "-00")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);
        caller().header("X-Request-Id", trace)
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        await(1, isOfRequest(trace));
        assertTrue(
                SpanCollector.spans().stream().noneMatch(span -> span.traceId().equals(trace)));
        String told = simulator.calls().get(0).headers().getOrDefault("traceparent", "none");
        assertTrue(told.startsWith("00-" + trace + "-") && told.endsWith("-00"), told);
    }

    @Test
    void aBatchThatCannotBeUsedHasASpanWithoutCounts() {
        caller().header("X-Request-Id", trace).body("{\"inputs\":[1]}").post(CREATE);

        ExportedSpan batch = await(1, isOfRequest(trace)).get(0);
        assertEquals("400", batch.attribute("http.response.status_code"));
        assertEquals("VALIDATION_ERROR", batch.attribute("gateway.category"));
        assertFalse(batch.isError(), "it is the caller's");
        assertFalse(batch.attributes().containsKey("gateway.inputs"));
    }

    /** So that a crowd without leave cannot fill the queue. */
    @Test
    void whoIsTurnedAwayAtTheDoorHasNoSpan() {
        String turnedAway = newTrace();
        int status = caller().header("X-Request-Id", turnedAway)
                .header("X-Gateway-Account", "none")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE)
                .statusCode();
        caller().header("X-Request-Id", trace)
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        assertEquals(400, status);
        await(1, isOfRequest(trace));
        assertTrue(SpanCollector.spans().stream().noneMatch(isOfRequest(turnedAway)));
    }

    @Test
    void aStreamIsASpanToo() {
        try (StreamCall call = StreamCall.open(gateway(), CREATE, token, "X-Request-Id: " + trace)) {
            call.send(List.of(Batches.newContact(1), "nonsense")).end();
            call.rest();
        }

        ExportedSpan batch = await(1, isOfRequest(trace)).get(0);
        assertEquals("lines/lines", batch.attribute("gateway.form"));
        assertEquals("1", batch.attribute("gateway.succeeded"));
        assertEquals("1", batch.attribute("gateway.rejected"));
        assertEquals("false", batch.attribute("gateway.joined"));
    }

    @Test
    void aBatchThatIsAskedForAgainSaysThatItsAttemptsAreAnothers() {
        String again = newTrace();
        for (String each : List.of(trace, again)) {
            caller().header("traceparent", "00-" + each + "-" + CALLER + "-01")
                    .header("Idempotency-Key", trace)
                    .body(Batches.of(1, Batches::newContact))
                    .post(CREATE);
        }

        List<ExportedSpan> spans =
                await(3, span -> span.traceId().equals(trace) || span.traceId().equals(again));
        List<ExportedSpan> joined =
                spans.stream().filter(span -> span.traceId().equals(again)).toList();
        assertEquals(1, joined.size(), joined::toString);
        assertEquals("true", joined.get(0).attribute("gateway.joined"));
        assertEquals("1", joined.get(0).attribute("gateway.succeeded"));
        assertEquals(1, simulator.calls().size());
    }

    @Test
    void aCallThatIsPassedOnTakesItsCallersTraceAlong() {
        String traceparent = "00-" + trace + "-" + CALLER + "-01";

        caller().header("traceparent", traceparent)
                .header("tracestate", "theirs=1")
                .get("/crm/v3/owners");

        ReceivedCall call = onlyCall();
        assertEquals(traceparent, call.headers().get("traceparent"));
        assertEquals("theirs=1", call.headers().get("tracestate"));
    }

    @Test
    void noTokenNoValueAndNoQueryIsEverSent() {
        caller().header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .body(Batches.of(2, position -> position == 0 ? BAD : Batches.newContact(position)))
                .post(CREATE + "?hapikey=secret-1");

        await(2, span -> span.traceId().equals(trace));
        String all = new String(SpanCollector.received(), StandardCharsets.ISO_8859_1);
        for (String secret : List.of(token, token.substring(7), "example.com", "invalid-format", "secret-1")) {
            assertFalse(all.contains(secret), secret);
        }
    }

    private static Predicate<ExportedSpan> isOfRequest(String id) {
        return span -> span.attribute("gateway.request_id").equals(id);
    }

    /** The spans that {@code which} finds, when there are so many. */
    private static List<ExportedSpan> await(int count, Predicate<ExportedSpan> which) {
        assertTrue(
                Polling.until(
                        PATIENCE,
                        () -> SpanCollector.spans().stream().filter(which).count() >= count),
                () -> "Only " + SpanCollector.spans());
        return SpanCollector.spans().stream().filter(which).toList();
    }

    private static ExportedSpan only(List<ExportedSpan> spans, int kind) {
        return single(spans.stream().filter(span -> span.kind() == kind).toList());
    }

    private static ExportedSpan only(List<ExportedSpan> spans, String status) {
        return single(spans.stream()
                .filter(span -> span.attribute("http.response.status_code").equals(status))
                .toList());
    }

    private static ExportedSpan single(List<ExportedSpan> spans) {
        assertEquals(1, spans.size(), spans::toString);
        return spans.get(0);
    }

    private static String newTrace() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
