package dev.batchgateway.tracing;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.AttemptSpan;
import dev.batchgateway.dispatch.BatchResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A request's span. Thread-safe, as OpenTelemetry's are. */
final class OtelRequestSpan implements RequestSpan {
    private static final int SERVER_ERROR = 500;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Span span;
    private final Context here;
    private final Tracer tracer;
    private final URI hubSpot;
    private final Operation operation;

    /**
     * @param span begun
     * @param tracer begins those beneath it
     * @param hubSpot whom attempts call
     */
    OtelRequestSpan(Span span, Tracer tracer, URI hubSpot, Operation operation) {
        this.span = span;
        this.here = Context.root().with(span);
        this.tracer = tracer;
        this.hubSpot = hubSpot;
        this.operation = operation;
    }

    @Override
    public AttemptSpan attempt(int inputs, int number) {
        Span attempt = tracer.spanBuilder("attempt " + operation.name().toLowerCase(Locale.ROOT))
                .setParent(here)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "POST")
                .setAttribute("server.address", hubSpot.getHost())
                .setAttribute("server.port", port(hubSpot))
                .setAttribute("gateway.lane", operation.isAssociation() ? "associations" : "objects")
                .setAttribute("gateway.inputs", inputs)
                .setAttribute("gateway.attempt", number)
                .startSpan();
        if (number > 1) {
            attempt.setAttribute("http.request.resend_count", number - 1);
        }
        return new OtelAttemptSpan(attempt);
    }

    private static long port(URI address) {
        return address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? HTTPS : HTTP;
    }

    @Override
    public void ended(Batch batch, int status) {
        BatchResult result = batch.result();
        Outcomes outcomes = result.outcomes();
        span.setAttribute("gateway.form", batch.form())
                .setAttribute("gateway.inputs", outcomes.inputs())
                .setAttribute("gateway.succeeded", outcomes.succeeded())
                .setAttribute("gateway.rejected", outcomes.rejected())
                .setAttribute("gateway.unconfirmed", outcomes.unconfirmed())
                .setAttribute("gateway.unsent", outcomes.unsent())
                .setAttribute("gateway.calls", result.calls())
                .setAttribute("gateway.retries", result.retries())
                .setAttribute("gateway.permits_millis", TimeUnit.NANOSECONDS.toMillis(result.waitedNanos()))
                .setAttribute("gateway.joined", batch.isJoined());
        Reason stopped = batch.stopped();
        if (stopped != null) {
            span.setAttribute("gateway.stopped", stopped.name());
        }
        end(status);
    }

    @Override
    public void refused(int status, String category) {
        span.setAttribute("gateway.category", category);
        end(status);
    }

    /** Of a server's span only a 5xx is an error: with a 4xx it is the caller's (<i>Semantic Conventions for HTTP Spans</i>). */
    private void end(int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= SERVER_ERROR) {
            span.setAttribute("error.type", String.valueOf(status)).setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public String spanId() {
        return span.getSpanContext().getSpanId();
    }
}
