package dev.batchgateway.tracing;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.AttemptSpan;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** An attempt's span. */
final class OtelAttemptSpan implements AttemptSpan {
    private static final Pattern WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final Span span;

    /** @param span begun */
    OtelAttemptSpan(Span span) {
        this.span = span;
    }

    /** Version 00 (W3C <i>Trace Context</i>, 3.2.2). */
    @Override
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    @Override
    public void ended(ReplyKind kind, Reply reply, Decision decision) {
        span.setAttribute("gateway.reply", lower(kind.name())).setAttribute("gateway.decision", name(decision));
        if (reply instanceof Reply.Answered answered) {
            span.setAttribute("http.response.status_code", answered.answer().status());
        } else if (reply instanceof Reply.Refused refused) {
            span.setAttribute("http.response.status_code", refused.status());
            failed(String.valueOf(refused.status()));
            String correlationId =
                    refused.error() == null ? "" : refused.error().correlationId();
            if (!correlationId.isEmpty()) {
                span.setAttribute("gateway.hubspot_correlation_id", correlationId);
            }
        } else {
            failed(reply instanceof Reply.NoAnswer none && none.isTimeOut() ? "timeout" : lower(kind.name()));
        }
        span.end();
    }

    @Override
    public void abandoned() {
        if (span.isRecording()) {
            failed("abandoned");
        }
        span.end();
    }

    /** Of a client's span every answer that is no success is an error (<i>Semantic Conventions for HTTP Spans</i>). */
    private void failed(String type) {
        span.setAttribute("error.type", type).setStatus(StatusCode.ERROR);
    }

    /** {@code Decision$SendAgain} is {@code send_again}. */
    private static String name(Decision decision) {
        String type = decision.getClass().getName();
        return lower(WORD.matcher(type.substring(type.lastIndexOf('$') + 1)).replaceAll("_"));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
