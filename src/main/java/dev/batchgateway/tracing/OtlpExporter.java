package dev.batchgateway.tracing;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Sends spans to a collector: OTLP over HTTP, in protobuf. What cannot be delivered is dropped, and the log says so once
 * a minute at most: a trace is worth no memory, and no second call.
 */
final class OtlpExporter implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(OtlpExporter.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    /** A connection is not kept so long that a collector's side may close one just as spans are sent. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final HttpClient client;
    private final RequestOptions request;
    private final String collector;
    private final long timeoutMillis;
    private final LongSupplier clock;
    private boolean hasWarned;
    private long warnedAt;
    private long lost;

    /** @param clock a monotonic clock, in nanoseconds */
    OtlpExporter(Vertx vertx, OtelSettings settings, LongSupplier clock) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.endpoint().toString())
                .setConnectTimeout(settings.timeout().toMillis());
        settings.headers().forEach(request::putHeader);
        this.request.putHeader("Content-Type", "application/x-protobuf");
        this.collector = request.getHost() + ":" + request.getPort();
        this.timeoutMillis = settings.timeout().toMillis();
        this.clock = clock;
    }

    /** On OpenTelemetry's thread. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = new CompletableResultCode();
        try {
            TraceRequestMarshaler marshaler = TraceRequestMarshaler.create(spans);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(marshaler.getBinarySerializedSize());
            marshaler.writeBinaryTo(bytes);
            Buffer body = Buffer.buffer(bytes.toByteArray());
            Future<HttpClientRequest> begun = client.request(request);
            begun.compose(out -> out.send(body))
                    .compose(answer -> answer.end().map(answer.statusCode()))
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .onSuccess(status -> answered(status, spans.size(), result))
                    .onFailure(failure -> {
                        // Whatever it waits for still holds a connection.
                        begun.onSuccess(HttpClientRequest::reset);
                        failed(why(failure), spans.size(), result);
                    });
        } catch (IOException | RuntimeException e) {
            failed(e.getClass().getSimpleName(), spans.size(), result);
        }
        return result;
    }

    private String why(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + timeoutMillis + " ms"
                : failure.getClass().getSimpleName();
    }

    private void answered(int status, int spans, CompletableResultCode result) {
        if (status >= 200 && status <= 299) {
            result.succeed();
        } else {
            failed("HTTP " + status, spans, result);
        }
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
