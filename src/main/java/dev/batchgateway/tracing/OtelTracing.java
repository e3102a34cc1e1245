package dev.batchgateway.tracing;

import dev.batchgateway.batch.Target;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Spans of OpenTelemetry's, sent to a collector. */
final class OtelTracing implements Tracing {
    private static final String SCOPE = "dev.batchgateway";
    /** The longest text an attribute may have: an object type is as long as its caller likes. */
    private static final int MOST_CHARACTERS = 256;

    private static final long LONGEST_FAREWELL_SECONDS = 5;
    /** An export ends by itself; that the processor gives up on one sooner would have two under way. */
    private static final Duration AFTER_ITS_END = Duration.ofSeconds(1);

    private static final TextMapGetter<UnaryOperator<String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable UnaryOperator<String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Runnable hurry;
    private final URI hubSpot;

    /**
     * Tracing that sends its spans.
     *
     * @param vertx sends them
     * @param hubSpot whom attempts call
     */
    static Tracing sending(OtelSettings settings, Vertx vertx, URI hubSpot) {
        OtelSettings.Queue queue = settings.queue();
        ExportRetry retry = new ExportRetry(() -> ThreadLocalRandom.current().nextDouble());
        OtlpExporter exporter = new OtlpExporter(vertx, settings, retry, System::nanoTime);
        return new OtelTracing(
                settings,
                BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(queue.most())
                        .setMaxExportBatchSize(queue.mostAtOnce())
                        .setScheduleDelay(queue.delay())
                        .setExporterTimeout(settings.timeout().plus(AFTER_ITS_END))
                        .build(),
                exporter::hurry,
                hubSpot);
    }

    /**
     * @param processor takes the spans that have ended
     * @param hurry told when the end begins, before what is left is sent
     */
    OtelTracing(OtelSettings settings, SpanProcessor processor, Runnable hurry, URI hubSpot) {
        this.hurry = hurry;
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributes(settings))))
                .setSampler(sampler(settings.sampler()))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(MOST_CHARACTERS)
                        .build())
                .addSpanProcessor(processor)
                .build();
        this.tracer = provider.get(SCOPE);
        this.hubSpot = hubSpot;
    }

    private static Sampler sampler(OtelSettings.Sampling sampling) {
        Sampler root = sampling.share() >= 1
                ? Sampler.alwaysOn()
                : sampling.share() <= 0 ? Sampler.alwaysOff() : Sampler.traceIdRatioBased(sampling.share());
        return sampling.isParents() ? Sampler.parentBased(root) : root;
    }

    private static Attributes attributes(OtelSettings settings) {
        AttributesBuilder attributes = Attributes.builder();
        settings.resource().forEach(attributes::put);
        return attributes.build();
    }

    @Override
    public RequestSpan begin(Target target, String requestId, UnaryOperator<String> headers) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
        String operation = target.operation().name().toLowerCase(Locale.ROOT);
        return new OtelRequestSpan(
                tracer.spanBuilder("batch " + operation)
                        .setParent(caller)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute("http.request.method", "POST")
                        .setAttribute("http.route", RouteTemplate.of(target))
                        .setAttribute("gateway.operation", operation)
                        .setAttribute("gateway.object_type", target.type())
                        .setAttribute("gateway.request_id", requestId)
                        .startSpan(),
                tracer,
                hubSpot,
                target.operation());
    }

    @Override
    public void close() {
        hurry.run();
        provider.shutdown().join(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
