package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.network.Authority;
import dev.batchgateway.tracing.OtelSettings.Queue;
import dev.batchgateway.tracing.OtelSettings.Sampling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenTelemetry's own names switch tracing on, and say how. */
class OtelSettingsTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String COLLECTOR = "http://collector:4318";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void nothingIsSentUntilItIsSaidWhere() {
        assertTrue(read().isEmpty());
        assertTrue(read("otel.traces.sampler", "always_on", "otel.service.name", "sync")
                .isEmpty());
        assertTrue(read(ENDPOINT, "  ").isEmpty());
    }

    @Test
    void anEndpointIsEnough() {
        OtelSettings settings = read(ENDPOINT, COLLECTOR).orElseThrow();

        assertEquals(URI.create("http://collector:4318/v1/traces"), settings.endpoint());
        assertEquals(Map.of(), settings.headers());
        assertEquals("", settings.authorities());
        assertFalse(settings.isCompressed());
        assertEquals(Duration.ofSeconds(10), settings.timeout());
        assertEquals(new Sampling(true, 1), settings.sampler());
        assertEquals(Map.of("service.name", "hubspot-batch-gateway", "service.version", "1.2"), settings.resource());
        assertEquals(new Queue(2_048, 512, Duration.ofSeconds(5)), settings.queue());
    }

    @ParameterizedTest
    @CsvSource({"otel.sdk.disabled, true", "otel.sdk.disabled, TRUE", "otel.traces.exporter, none"})
    void whatAPlatformSwitchesOffIsOff(String name, String value) {
        assertTrue(read(ENDPOINT, COLLECTOR, name, value).isEmpty());
    }

    @Test
    void whatIsSaidOfTracesAloneCounts() {
        OtelSettings settings = read(
                        ENDPOINT,
                        "https://everything/base/",
                        "otel.exporter.otlp.traces.endpoint",
                        "https://traces/here",
                        "otel.exporter.otlp.protocol",
                        "grpc",
                        "otel.exporter.otlp.traces.protocol",
                        "http/protobuf",
                        "otel.exporter.otlp.timeout",
                        "1000",
                        "otel.exporter.otlp.traces.timeout",
                        "2000")
                .orElseThrow();

        assertEquals(URI.create("https://traces/here"), settings.endpoint());
        assertEquals(Duration.ofSeconds(2), settings.timeout());
        assertEquals(
                URI.create("https://everything/base/v1/traces"),
                read(ENDPOINT, "https://everything/base/").orElseThrow().endpoint());
    }

    @ParameterizedTest
    @CsvSource({
        "always_on, 0.5, false, 1",
        "always_off, 0.5, false, 0",
        "traceidratio, 0.25, false, 0.25",
        "parentbased_always_on, 0.5, true, 1",
        "parentbased_always_off, 0.5, true, 0",
        "parentbased_traceidratio, 0.25, true, 0.25",
        "parentbased_traceidratio, , true, 1"
    })
    void theUsualSamplersAreKnown(String name, String share, boolean isParents, double expected) {
        OtelSettings settings = read(
                        ENDPOINT,
                        COLLECTOR,
                        "otel.traces.sampler",
                        name,
                        "otel.traces.sampler.arg",
                        share == null ? "" : share)
                .orElseThrow();

        assertEquals(new Sampling(isParents, expected), settings.sampler());
    }

    @Test
    void headersAndTheResourceAreDecodedAndHeadersAreNotShown() {
        OtelSettings settings = read(
                        ENDPOINT,
                        COLLECTOR,
                        "otel.exporter.otlp.headers",
                        "x-key=a%2Cb+c, authorization = Basic%20abc=",
                        "otel.resource.attributes",
                        "service.name=other,deployment.environment.name=a%20b",
                        "otel.service.name",
                        "sync")
                .orElseThrow();

        assertEquals(Map.of("x-key", "a,b+c", "authorization", "Basic abc="), settings.headers());
        assertEquals("sync", settings.resource().get("service.name"));
        assertEquals("a b", settings.resource().get("deployment.environment.name"));
        assertFalse(settings.toString().contains("abc"), settings.toString());
    }

    @Test
    void spansAreCompressedIfThatIsSaid() {
        assertTrue(read(ENDPOINT, COLLECTOR, "otel.exporter.otlp.compression", "gzip")
                .orElseThrow()
                .isCompressed());
        assertFalse(read(
                        ENDPOINT,
                        COLLECTOR,
                        "otel.exporter.otlp.compression",
                        "gzip",
                        "otel.exporter.otlp.traces.compression",
                        "none")
                .orElseThrow()
                .isCompressed());
    }

    @Test
    void authoritiesOfACollectorAreReadAtTheStart() throws IOException {
        Path certificate = Authority.in(folder).certificate();
        // As many files have it: with a word before each.
        Path bundle = Files.writeString(
                folder.resolve("bundle.pem"),
                "# One - of many\n" + Files.readString(certificate) + Files.readString(certificate));

        assertEquals(
                Files.readString(bundle),
                read(
                                ENDPOINT,
                                "https://collector:4318",
                                "otel.exporter.otlp.certificate",
                                "nowhere.pem",
                                "otel.exporter.otlp.traces.certificate",
                                bundle.toString())
                        .orElseThrow()
                        .authorities());
    }

    @Test
    void withoutTlsNoAuthorityIsLookedFor() {
        assertEquals(
                "",
                read(ENDPOINT, COLLECTOR, "otel.exporter.otlp.certificate", "nowhere.pem")
                        .orElseThrow()
                        .authorities());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no certificate",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"
            })
    void aFileOfNoCertificatesIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("authorities.pem"), text);

        assertRefused("otel.exporter.otlp.certificate must be a file of certificates in PEM", file.toString());
    }

    @Test
    void aFileThatCannotBeReadIsRefused() throws IOException {
        assertRefused(
                "otel.exporter.otlp.certificate cannot be read: ",
                folder.resolve("nowhere.pem").toString());
        assertRefused("otel.exporter.otlp.certificate cannot be read: ", folder.toString());
        assertRefused("otel.exporter.otlp.certificate cannot be read: ", "no\0path");
        assertRefused(
                "otel.exporter.otlp.certificate is a file of more than 1048576 bytes",
                Files.writeString(folder.resolve("long.pem"), " ".repeat(1_048_577))
                        .toString());
    }

    private static void assertRefused(String sentence, String file) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> read(ENDPOINT, "https://collector:4318", "otel.exporter.otlp.certificate", file));

        assertTrue(String.valueOf(refusal.getMessage()).startsWith(sentence), refusal.getMessage());
        assertFalse(String.valueOf(refusal.getMessage()).contains("c2VjcmV0"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4318", "65535", "04318"})
    void aPortThatThereIsIsTaken(String port) {
        assertTrue(read(ENDPOINT, "http://collector:" + port).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://collector:0", "http://collector:65536", "https://[::1]:99999"})
    void aPortThatThereIsNotIsRefused(String endpoint) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> read(ENDPOINT, endpoint));

        assertEquals(ENDPOINT + " must have a port from 1 to 65535", refusal.getMessage());
    }

    @Test
    void theQueueIsBoundedAsItIsSaid() {
        OtelSettings settings = read(
                        ENDPOINT, COLLECTOR, "otel.bsp.max.queue.size", "100", "otel.bsp.schedule.delay", "50")
                .orElseThrow();

        assertEquals(new Queue(100, 100, Duration.ofMillis(50)), settings.queue());
    }

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.protocol, grpc",
        "otel.exporter.otlp.compression, deflate",
        "otel.exporter.otlp.traces.compression, zstd",
        "otel.traces.exporter, zipkin",
        "otel.traces.sampler, sometimes",
        "otel.traces.sampler.arg, 2",
        "otel.traces.sampler.arg, often",
        "otel.exporter.otlp.timeout, 0",
        "otel.bsp.max.queue.size, many",
        "otel.exporter.otlp.headers, =a",
        "otel.exporter.otlp.traces.protocol, grpc",
        "otel.exporter.otlp.traces.endpoint, collector:4318",
        "otel.exporter.otlp.traces.headers, =a",
        "otel.exporter.otlp.traces.timeout, 0",
        "otel.exporter.otlp.client.key, key.pem",
        "otel.exporter.otlp.client.certificate, own.pem",
        "otel.exporter.otlp.traces.client.key, key.pem",
        "otel.exporter.otlp.traces.client.certificate, own.pem"
    })
    void whatCannotBeUsedIsRefusedByItsName(String name, String value) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> read(ENDPOINT, COLLECTOR, "otel.traces.sampler", "traceidratio", name, value));

        assertTrue(String.valueOf(refusal.getMessage()).startsWith(name), refusal.getMessage());
    }

    /** Vert.x, and the decoder, would quote it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization=Bearer%20secret%0A",
                "authorization=Bearer%20secret%00",
                "authorization=secret%7F",
                "authorization=secret%C3%A9",
                "authorization=%zzsecret",
                "sec ret=a",
                "secret:=a",
                "s\u00e9cret=a",
                "secret"
            })
    void aHeaderThatCannotBeSentIsRefusedAndNotShown(String headers) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> read(ENDPOINT, COLLECTOR, "otel.exporter.otlp.headers", headers));

        StringWriter all = new StringWriter();
        refusal.printStackTrace(new PrintWriter(all));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("otel.exporter.otlp.headers has a ")
                || String.valueOf(refusal.getMessage()).startsWith("otel.exporter.otlp.headers must be "));
        assertFalse(all.toString().contains("secret"), all::toString);
        assertFalse(all.toString().contains("sec ret"), all::toString);
        assertNull(refusal.getCause());
    }

    /** Compose names a host after its service, underscores and all. */
    @ParameterizedTest
    @ValueSource(strings = {"http://otel_collector:4318", "http://10.0.0.1:4318", "https://[::1]:4318", "http://otel"})
    void everyHostThatCanBeReachedIsTaken(String endpoint) {
        OtelSettings settings = read(ENDPOINT, endpoint).orElseThrow();

        assertEquals(URI.create(endpoint + "/v1/traces"), settings.endpoint());
        assertTrue(settings.toString().contains(endpoint.substring(endpoint.indexOf("//") + 2)), settings::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "http://",
                "ftp://collector",
                "http://user:secret@ collector",
                "http://user:secret@collector:4318",
                "https://secret@otel_collector:4318",
                "http://collector:secret"
            })
    void anEndpointThatIsNoAddressIsRefusedAndNotShown(String endpoint) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> read(ENDPOINT, endpoint));

        assertFalse(String.valueOf(refusal.getMessage()).contains("secret"), refusal.getMessage());
    }

    /** Names and values in turn; a name given twice has its last value. */
    private static Optional<OtelSettings> read(String... given) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            all.put(given[i], given[i + 1]);
        }
        return OtelSettings.read(name -> Optional.ofNullable(all.get(name)), "1.2");
    }
}
