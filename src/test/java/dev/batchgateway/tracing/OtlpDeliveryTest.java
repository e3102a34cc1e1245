package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.network.Authority;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.Polling;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans on their way to a collector that is really there: by TLS, as gzip, and once more when it has no time for them. */
class OtlpDeliveryTest {
    private static final Target TARGET =
            new Target(Operation.OBJECT_CREATE, "/crm/v3/objects/contacts/batch/create", null, "contacts");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> TWO = List.of("batch object_create", "batch object_create");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    private final Vertx vertx = Vertx.vertx();
    private final LoggedLines lines = new LoggedLines("2 spans could not be delivered to localhost:");

    @BeforeAll
    static void anAuthorityThatNobodyKnows() {
        authority = Authority.in(folder);
    }

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void end() {
        lines.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCollectorOfTheAuthorityThatIsNamedGetsThem() {
        RecordingCollector collector = secure("localhost");

        assertTrue(isTaken(exporter(collector, certificate())));

        assertEquals(TWO, only(collector).names());
        assertEquals(List.of(), lines.texts());
    }

    @Test
    void aCollectorOfAnAuthorityThatNobodyKnowsGetsNothing() {
        RecordingCollector collector = secure("localhost");

        assertFalse(isTaken(exporter(collector, Map.of())));

        assertEquals(List.of(), collector.received());
        assertTold("SSLHandshakeException");
    }

    @Test
    void aCollectorByAnotherNameThanItsOwnGetsNothing() {
        RecordingCollector collector = secure("collector.example");

        assertFalse(isTaken(exporter(collector, certificate())));

        assertEquals(List.of(), collector.received());
        assertTold("SSLHandshakeException");
    }

    @Test
    void asGzipTheySayTheSame() {
        RecordingCollector collector = open();

        assertTrue(isTaken(exporter(collector, Map.of("otel.exporter.otlp.compression", "gzip"))));
        assertTrue(isTaken(exporter(collector, Map.of("otel.exporter.otlp.compression", "none"))));

        assertEquals(2, collector.received().size());
        RecordingCollector.Export packed = collector.received().get(0);
        assertEquals("gzip", packed.encoding());
        assertEquals(TWO, packed.names());
        RecordingCollector.Export plain = collector.received().get(1);
        assertNull(plain.encoding());
        assertEquals(TWO, plain.names());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void whatIsRefusedForNowIsSentOnceMore(int status) {
        RecordingCollector collector = open().answers(status, "0");

        assertTrue(isTaken(exporter(collector, Map.of("otel.exporter.otlp.compression", "gzip"))));

        assertEquals(2, collector.received().size());
        assertEquals(
                collector.received().get(0).body(), collector.received().get(1).body());
        assertEquals("gzip", collector.received().get(1).encoding());
        assertEquals(List.of(), lines.texts());
    }

    @Test
    void whatIsRefusedTwiceIsGivenUp() {
        RecordingCollector collector = open().answers(503, "0").answers(429, "0");

        assertFalse(isTaken(exporter(collector, Map.of())));

        assertEquals(2, collector.received().size());
        assertTold("HTTP 429");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 0",
        "401, 0",
        "404, 0",
        "408, 0",
        "413, 0",
        "500, 0",
        "501, 0",
        "302, 0",
        // Later than they may be delivered, or at a time that is not understood.
        "503, 10",
        "429, 3600",
        "503, 'Fri, 27 Nov 2026 05:00:00 GMT'"
    })
    void nothingElseIsSentTwice(int status, String retryAfter) {
        RecordingCollector collector = open().answers(status, retryAfter);

        assertFalse(isTaken(exporter(collector, Map.of("otel.exporter.otlp.timeout", "9000"))));

        assertEquals(1, collector.received().size());
        assertTold("HTTP " + status);
    }

    /** The collector may have them. */
    @Test
    void whatHasNoAnswerIsNotSentTwice() {
        RecordingCollector collector = open().answers(RecordingCollector.HANGS_UP, null);

        assertFalse(isTaken(exporter(collector, Map.of())));

        assertEquals(1, collector.received().size());
        assertTold("HttpClosedException");
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", ", 500"})
    void thePauseIsTheCollectorsOrOurOwn(String retryAfter, long millis) {
        RecordingCollector collector = open().answers(503, retryAfter);

        assertTrue(isTaken(exporter(collector, Map.of())));

        assertEquals(2, collector.received().size());
        Duration pause = Duration.ofNanos(
                collector.received().get(1).at() - collector.received().get(0).at());
        assertTrue(pause.toMillis() >= millis - 5, pause::toString);
    }

    @Test
    void aPauseEndsWhenTheProgramDoesAndThereIsNoOther() {
        RecordingCollector collector = open().answers(503, "9").answers(503, "0");
        OtlpExporter exporter = exporter(collector, Map.of("otel.exporter.otlp.timeout", "60000"));
        CompletableResultCode paused = exporter.export(spans().spans());
        assertTrue(Polling.until(PATIENCE, () -> !collector.received().isEmpty()));
        long since = System.nanoTime();

        exporter.hurry();

        assertFalse(paused.join(PATIENCE.toSeconds(), TimeUnit.SECONDS).isSuccess());
        assertTrue(Duration.ofNanos(System.nanoTime() - since).toSeconds() < 8);
        assertEquals(1, collector.received().size());
        assertFalse(isTaken(exporter));
        assertEquals(2, collector.received().size());
        assertTrue(isTaken(exporter));
    }

    /** The first export pauses for longer than the end may take. */
    @Test
    void theLastSpansAreSentAlthoughOthersWaitForABetterMoment() {
        RecordingCollector collector = open().answers(503, "50");
        Map<String, String> given = Map.of(
                "otel.exporter.otlp.timeout", "60000",
                "otel.bsp.schedule.delay", "10",
                "otel.exporter.otlp.endpoint", collector.url().toString().replace("/v1/traces", ""));
        Tracing tracing = Tracing.of(
                name -> Optional.ofNullable(given.get(name)), "1.2", vertx, URI.create("http://hubspot.example"));
        tracing.begin(TARGET, "first", name -> "").refused(400, "SOME");
        assertTrue(Polling.until(PATIENCE, () -> !collector.received().isEmpty()));
        for (int i = 0; i < 3; i++) {
            tracing.begin(TARGET, "last", name -> "").refused(400, "SOME");
        }
        long since = System.nanoTime();

        tracing.close();

        assertTrue(Duration.ofNanos(System.nanoTime() - since).toSeconds() < 5, "It waited to the last moment");
        List<String> names = new ArrayList<>();
        collector.received().stream().skip(1).forEach(export -> names.addAll(export.names()));
        assertEquals(3, names.size(), names::toString);
    }

    private RecordingCollector open() {
        return new RecordingCollector(vertx, new HttpServerOptions());
    }

    private RecordingCollector secure(String host) {
        return new RecordingCollector(
                vertx,
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(authority.store(host).toString())
                                .setPassword(Authority.PASSWORD)));
    }

    private static Map<String, String> certificate() {
        assertTrue(Files.exists(authority.certificate()));
        return Map.of("otel.exporter.otlp.certificate", authority.certificate().toString());
    }

    private OtlpExporter exporter(RecordingCollector collector, Map<String, String> given) {
        OtelSettings settings = OtelSettings.read(
                        name -> name.equals("otel.exporter.otlp.traces.endpoint")
                                ? Optional.of(collector.url().toString())
                                : Optional.ofNullable(given.get(name)),
                        "1.2")
                .orElseThrow();
        return new OtlpExporter(vertx, settings, new ExportRetry(() -> 0), System::nanoTime);
    }

    private static boolean isTaken(OtlpExporter exporter) {
        CompletableResultCode result = exporter.export(spans().spans()).join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(result.isDone());
        return result.isSuccess();
    }

    /** Two of them. */
    private static CollectedSpans spans() {
        CollectedSpans collected = new CollectedSpans();
        URI nobody = URI.create("http://nobody");
        OtelSettings settings = OtelSettings.read(
                        name -> name.equals("otel.exporter.otlp.endpoint")
                                ? Optional.of(nobody.toString())
                                : Optional.empty(),
                        "1.2")
                .orElseThrow();
        Tracing tracing = new OtelTracing(settings, SimpleSpanProcessor.create(collected), () -> {}, nobody);
        for (int i = 0; i < 2; i++) {
            tracing.begin(TARGET, "id", name -> "").refused(400, "SOME");
        }
        return collected;
    }

    private static RecordingCollector.Export only(RecordingCollector collector) {
        assertEquals(1, collector.received().size());
        return collector.received().get(0);
    }

    private void assertTold(String why) {
        assertEquals(1, lines.texts().size(), () -> lines.texts().toString());
        assertTrue(
                lines.texts().get(0).endsWith(": " + why), () -> lines.texts().toString());
    }
}
