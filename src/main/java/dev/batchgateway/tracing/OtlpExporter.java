package dev.batchgateway.tracing;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * Sends spans to a collector: OTLP over HTTP, in protobuf, and once more if the collector refuses them for now
 * ({@link ExportRetry}). What cannot be delivered then is dropped, and the log says so once a minute at most: a trace is
 * worth no memory. One export is under way at once, so what waits is bounded by OpenTelemetry's queue.
 */
final class OtlpExporter implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(OtlpExporter.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    /** A connection is not kept so long that a collector's side may close one just as spans are sent. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final Vertx vertx;
    /** On which all of the sending is done. */
    private final Context loop;

    private final HttpClient client;
    private final RequestOptions request;
    private final String collector;
    private final boolean isCompressed;
    private final long timeoutMillis;
    private final ExportRetry retry;
    private final LongSupplier clock;
    /** Confined to the loop, as is the next. */
    private final Set<Delivery> underWay = new HashSet<>();

    private boolean isHurried;
    private boolean hasWarned;
    private long warnedAt;
    private long lost;

    /**
     * @param retry when what was refused is sent once more
     * @param clock a monotonic clock, in nanoseconds
     */
    OtlpExporter(Vertx vertx, OtelSettings settings, ExportRetry retry, LongSupplier clock) {
        HttpClientOptions options = new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
        if (!settings.authorities().isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(settings.authorities())));
        }
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(options);
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.endpoint().toString())
                .setConnectTimeout(settings.timeout().toMillis());
        settings.headers().forEach(request::putHeader);
        this.request.putHeader("Content-Type", "application/x-protobuf");
        this.isCompressed = settings.isCompressed();
        if (isCompressed) {
            this.request.putHeader("Content-Encoding", "gzip");
        }
        this.collector = request.getHost() + ":" + request.getPort();
        this.timeoutMillis = settings.timeout().toMillis();
        this.retry = retry;
        this.clock = clock;
    }

    /** On OpenTelemetry's thread. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = new CompletableResultCode();
        try {
            Buffer body = body(spans);
            loop.runOnContext(v -> deliver(body, spans.size(), result));
        } catch (IOException | RuntimeException e) {
            failed(e.getClass().getSimpleName(), spans.size(), result);
        }
        return result;
    }

    private Buffer body(Collection<SpanData> spans) throws IOException {
        TraceRequestMarshaler marshaler = TraceRequestMarshaler.create(spans);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(marshaler.getBinarySerializedSize());
        try (OutputStream out = isCompressed ? new GZIPOutputStream(bytes) : bytes) {
            marshaler.writeBinaryTo(out);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private void deliver(Buffer body, int spans, CompletableResultCode result) {
        Delivery delivery = new Delivery(vertx, client, request, retry, clock, body, timeoutMillis);
        if (isHurried) {
            delivery.hurry();
        }
        underWay.add(delivery);
        delivery.begin().onComplete(done -> {
            underWay.remove(delivery);
            if (done.succeeded()) {
                result.succeed();
            } else {
                failed(String.valueOf(done.cause().getMessage()), spans, result);
            }
        });
    }

    /** The program ends: what is on its way waits for no better moment any more, and neither does what comes. */
    void hurry() {
        loop.runOnContext(v -> {
            isHurried = true;
            List.copyOf(underWay).forEach(Delivery::hurry);
        });
    }

    private void failed(String why, int spans, CompletableResultCode result) {
        warn(why, spans);
        result.fail();
    }

    private synchronized void warn(String why, int spans) {
        lost += spans;
        long now = clock.getAsLong();
        if (!hasWarned || now - warnedAt >= PAUSE_NANOS) {
            hasWarned = true;
            warnedAt = now;
            LOG.warnf("%d spans could not be delivered to %s: %s", lost, collector, why);
            lost = 0;
        }
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        CompletableResultCode result = new CompletableResultCode();
        client.close().onComplete(closed -> result.succeed());
        return result;
    }
}
