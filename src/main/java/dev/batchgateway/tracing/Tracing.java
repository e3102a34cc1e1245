package dev.batchgateway.tracing;

import dev.batchgateway.batch.Target;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Follows requests for batches, if anybody wants to know. */
@FunctionalInterface
public interface Tracing {
    /** Nobody does. */
    Tracing OFF = (target, requestId, headers) -> RequestSpan.NONE;

    /**
     * Tracing as it is configured; {@link #OFF} until it is said where spans are to be sent.
     *
     * @param given the value of a property of OpenTelemetry's; empty when it is not set
     * @param version of this program
     * @param vertx sends the spans
     * @param hubSpot whom attempts call
     * @throws IllegalArgumentException when it is configured wrongly; the message says what is allowed
     */
    static Tracing of(Function<String, Optional<String>> given, String version, Vertx vertx, URI hubSpot) {
        return OtelSettings.read(given, version)
                .map(settings -> OtelTracing.sending(settings, vertx, hubSpot))
                .orElse(OFF);
    }

    /**
     * A request for a batch has come, and its caller is let in.
     *
     * @param requestId its {@code X-Request-Id}
     * @param headers gives a header's value by its name, several of one name parted by commas; empty without one
     */
    RequestSpan begin(Target target, String requestId, UnaryOperator<String> headers);

    /** Sends what has not been sent; waits for that, but not for long. Nothing is followed afterwards. */
    default void close() {}
}
