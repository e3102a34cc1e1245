package dev.batchgateway.edge;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.JsonAnswer;
import dev.batchgateway.answer.PulledPieces;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.BatchResult;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The HTTP answer to a batch: status, headers, and the body that goes with them. */
final class BatchAnswer {
    private static final int NO_CONTENT = 204;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Seconds after which a caller may try again to reach a HubSpot that could not be reached. */
    private static final int RETRY_UNREACHED = 30;

    private final EdgeErrors errors;

    BatchAnswer(EdgeErrors errors) {
        this.errors = errors;
    }

    /**
     * The answer for {@code result}; {@code store} is closed, at once or when the answer was written.
     *
     * @param inputAt reads the input at a position
     * @param requestedAt when the request came
     * @param endedAt when its last input was settled
     * @param totalNanos how long that took
     */
    Response of(
            BatchResult result,
            AnswerStore store,
            IntFunction<Input> inputAt,
            Preferences preferences,
            Instant requestedAt,
            Instant endedAt,
            long totalNanos) {
        JsonAnswer body = new JsonAnswer(result, store, preferences.minimal(), inputAt, requestedAt, endedAt);
        Response.ResponseBuilder response = start(result, store.firstUnsent(), body);
        Outcomes outcomes = result.outcomes();
        response.header("X-Gateway-Calls", result.calls())
                .header("X-Gateway-Retries", result.retries())
                .header("X-Gateway-Succeeded", outcomes.succeeded())
                .header("X-Gateway-Rejected", outcomes.rejected())
                .header("X-Gateway-Unconfirmed", outcomes.unconfirmed())
                .header("X-Gateway-Unsent", outcomes.unsent())
                .header("X-Gateway-Unpaired", outcomes.unpaired())
                .header("Server-Timing", timing(result, totalNanos));
        if (outcomes.unconfirmed() > 0) {
            response.header("X-Should-Retry", "false");
        }
        if (result.retryAfterSeconds() >= 0 && outcomes.unsent() > 0) {
            response.header("Retry-After", result.retryAfterSeconds());
        }
        if (!preferences.applied().isEmpty()) {
            response.header("Preference-Applied", preferences.applied());
        }
        return response.build();
    }

    private Response.ResponseBuilder start(BatchResult result, @Nullable Reason firstUnsent, JsonAnswer body) {
        Reply.Refused common = result.common();
        if (common != null && AnswerStatus.isCommonRefusal(result)) {
            body.close();
            return refusal(common);
        }
        if (firstUnsent != null && AnswerStatus.isUnreached(result, firstUnsent)) {
            body.close();
            Refusal refusal = new Refusal(503, "UNSENT", firstUnsent.message() + ". It is safe to send the batch again")
                    .withHeader("Retry-After", String.valueOf(RETRY_UNREACHED));
            return Response.fromResponse(errors.answer(refusal));
        }
        int status = AnswerStatus.of(result);
        Response.ResponseBuilder response = Response.status(status);
        if (status == NO_CONTENT) {
            body.close();
            return response;
        }
        return response.type(MediaType.APPLICATION_JSON)
                .entity(new Streamed(Multi.createFrom().publisher(new PulledPieces(body)), true));
    }

    /** HubSpot's refusal as it came; one without a body that can be shown is put into its form. */
    private Response.ResponseBuilder refusal(Reply.Refused refused) {
        HubSpotError error = refused.error();
        Response.ResponseBuilder response = error == null
                ? Response.fromResponse(errors.answer(new Refusal(
                        refused.status(), "UNKNOWN", "HubSpot answered " + refused.status() + " to every call")))
                : Response.status(refused.status())
                        .type(MediaType.APPLICATION_JSON)
                        .entity(error.bytes().toBytes());
        return response;
    }

    /** Milliseconds, added up over the calls (which overlap), but for the total. */
    private static String timing(BatchResult result, long totalNanos) {
        return String.format(
                Locale.ROOT,
                "permits;dur=%d, hubspot;dur=%d, total;dur=%d",
                result.waitedNanos() / NANOS_PER_MILLI,
                result.hubSpotNanos() / NANOS_PER_MILLI,
                totalNanos / NANOS_PER_MILLI);
    }
}
