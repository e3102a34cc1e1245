package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.AttemptSpan;
import dev.batchgateway.json.Slice;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.tracing.OtelSettings.Queue;
import dev.batchgateway.tracing.OtelSettings.Sampling;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What spans say of requests and attempts, and which are kept. */
class OtelTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String KEPT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NOT_KEPT = "00-" + TRACE + "-b7ad6b7169203331-00";
    private static final Target TARGET =
            new Target(Operation.OBJECT_CREATE, "/crm/v3/objects/contacts/batch/create", null, "contacts");

    private final CollectedSpans collected = new CollectedSpans();

    @ParameterizedTest
    @CsvSource({"400, UNSET", "499, UNSET", "500, ERROR", "503, ERROR"})
    void onlyAServersOwnErrorIsOne(int status, StatusCode code) {
        begin(KEPT).refused(status, "SOME");

        assertEquals(code, only().getStatus().getStatusCode());
        assertEquals(code == StatusCode.ERROR ? String.valueOf(status) : null, text("error.type"));
        assertEquals(status, number("http.response.status_code"));
    }

    @Test
    void aRefusedAttemptHasHubSpotsStatusAndItsCorrelationId() {
        HubSpotError error = HubSpotError.of(
                Slice.of("{\"message\":\"Not c1@example.com\",\"correlationId\":\"aeb5f871-7f07-4993-9211\"}"));
        ended(new Reply.Refused(400, error, "", -1), ReplyKind.REFUSED, new Decision.NarrowDown());

        assertEquals(StatusCode.ERROR, only().getStatus().getStatusCode());
        assertEquals(400, number("http.response.status_code"));
        assertEquals("400", text("error.type"));
        assertEquals("refused", text("gateway.reply"));
        assertEquals("narrow_down", text("gateway.decision"));
        assertEquals("aeb5f871-7f07-4993-9211", text("gateway.hubspot_correlation_id"));
        assertFalse(only().toString().contains("example.com"), only().toString());
    }

    @Test
    void aCorrelationIdThatIsNoneIsNotTold() {
        HubSpotError error = HubSpotError.of(Slice.of("{\"correlationId\":\"c1@example.com\"}"));
        ended(new Reply.Refused(400, error, "", -1), ReplyKind.REFUSED, new Decision.NarrowDown());

        assertNull(text("gateway.hubspot_correlation_id"));
    }

    @Test
    void anAttemptWithoutAnAnswerSaysWhatHappened() {
        ended(
                new Reply.NoAnswer("cut at c1@example.com", true),
                ReplyKind.NO_ANSWER,
                new Decision.LeaveUnconfirmed(Reason.NO_ANSWER));
        assertEquals("timeout", text("error.type"));
        assertEquals("leave_unconfirmed", text("gateway.decision"));
        assertNull(only().getAttributes().get(AttributeKey.longKey("http.response.status_code")));
        assertFalse(only().toString().contains("example.com"), only().toString());
        collected.spans().clear();

        ended(new Reply.NotReached(true, "no trust"), ReplyKind.UNTRUSTED, new Decision.LeaveUnsent(Reason.NO_ANSWER));
        assertEquals("untrusted", text("error.type"));
    }

    @Test
    void anAttemptOfABatchThatMetABugEndsAndOnlyOnce() {
        begin(KEPT).attempt(3, 1).abandoned();
        assertEquals(StatusCode.ERROR, only().getStatus().getStatusCode());
        assertEquals("abandoned", text("error.type"));
        collected.spans().clear();

        AttemptSpan ended = begin(KEPT).attempt(3, 1);
        ended.ended(ReplyKind.NO_ANSWER, new Reply.NoAnswer("cut"), new Decision.Confirm());
        ended.abandoned();
        assertEquals("no_answer", text("error.type"));
    }

    @ParameterizedTest
    @CsvSource({"https://api.hubapi.com, 443", "http://simulator, 80", "http://simulator:8089, 8089"})
    void anAttemptSaysWhomItCalls(URI hubSpot, long port) {
        tracing(new Sampling(true, 1), hubSpot)
                .begin(TARGET, "id", name -> "")
                .attempt(3, 1)
                .ended(ReplyKind.NO_ANSWER, new Reply.NoAnswer("cut"), new Decision.Confirm());

        assertEquals(hubSpot.getHost(), text("server.address"));
        assertEquals(port, number("server.port"));
    }

    @Test
    void aTextIsNotLongerThanItNeedsToBe() {
        String type = "x".repeat(10_000);
        tracing(new Sampling(true, 1))
                .begin(
                        new Target(Operation.OBJECT_CREATE, "/crm/v3/objects/" + type + "/batch/create", null, type),
                        "id",
                        name -> "")
                .refused(400, "SOME");

        assertEquals("x".repeat(256), text("gateway.object_type"));
    }

    @ParameterizedTest
    @CsvSource({"true, 1, 1", "true, 0, 1", "false, 1, 1", "false, 0, 0"})
    void theCallersDecisionCountsWhereItShould(boolean isParents, double share, int kept) {
        tracing(new Sampling(isParents, share))
                .begin(TARGET, "id", name -> header(name, KEPT))
                .refused(400, "SOME");

        assertEquals(kept, collected.spans().size());
    }

    @ParameterizedTest
    @CsvSource({"true, 1, 0", "false, 1, 1"})
    void aTraceTheCallerDoesNotKeepIsKeptOnlyWhereItDoesNotCount(boolean isParents, double share, int kept) {
        RequestSpan span = tracing(new Sampling(isParents, share)).begin(TARGET, "id", name -> header(name, NOT_KEPT));
        AttemptSpan attempt = span.attempt(1, 1);
        span.refused(400, "SOME");

        assertEquals(kept, collected.spans().size());
        assertEquals(TRACE, span.traceId());
        assertEquals(16, span.spanId().length());
        assertNotNull(attempt.traceparent());
        assertTrue(attempt.traceparent().matches("00-" + TRACE + "-[0-9a-f]{16}-0" + kept), attempt.traceparent());
    }

    @Test
    void aShareOfTheTracesThatBeginHereIsKept() {
        Tracing tracing = tracing(new Sampling(true, 0.5));
        for (int i = 0; i < 1_000; i++) {
            tracing.begin(TARGET, "id", name -> "").refused(400, "SOME");
        }

        int kept = collected.spans().size();
        assertTrue(kept > 350 && kept < 650, "of 1,000 there were " + kept);
    }

    /** Two of one name come parted by a comma. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", KEPT + "," + KEPT, "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void whatIsNoTraceparentBeginsATrace(String traceparent) {
        begin(traceparent).refused(400, "SOME");

        assertFalse(only().getParentSpanContext().isValid());
        assertFalse(only().getTraceId().equals(TRACE));
    }

    private void ended(Reply reply, ReplyKind kind, Decision decision) {
        begin(KEPT).attempt(3, 1).ended(kind, reply, decision);
    }

    private RequestSpan begin(String traceparent) {
        return tracing(new Sampling(true, 1)).begin(TARGET, "id", name -> header(name, traceparent));
    }

    private static String header(String name, String traceparent) {
        return name.equals("traceparent") ? traceparent : "";
    }

    private Tracing tracing(Sampling sampling) {
        return tracing(sampling, URI.create("https://api.hubapi.com"));
    }

    private Tracing tracing(Sampling sampling, URI hubSpot) {
        OtelSettings settings = new OtelSettings(
                URI.create("http://nobody"),
                Map.of(),
                "",
                false,
                Duration.ofSeconds(1),
                sampling,
                Map.of("service.name", "tested"),
                new Queue(10, 10, Duration.ofSeconds(1)));
        return new OtelTracing(settings, SimpleSpanProcessor.create(collected), () -> {}, hubSpot);
    }

    private SpanData only() {
        assertEquals(1, collected.spans().size());
        return collected.spans().get(0);
    }

    private @Nullable String text(String name) {
        return only().getAttributes().get(AttributeKey.stringKey(name));
    }

    private long number(String name) {
        Long number = only().getAttributes().get(AttributeKey.longKey(name));
        assertNotNull(number, name);
        return number;
    }
}
