package dev.batchgateway.edge;

import dev.batchgateway.answer.AnsweredInputs;
import dev.batchgateway.answer.JsonAnswer;
import dev.batchgateway.answer.PulledPieces;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.resume.Ended;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
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
     * The answer for {@code settled}, which is told when it is over.
     *
     * @param inputs those of the batch
     * @param request that it answers
     */
    Response of(Ended.Settled settled, AnsweredInputs inputs, Preferences preferences, RoutingContext request) {
        BatchResult result = settled.result();
        Response.ResponseBuilder response = start(settled, inputs, preferences, request);
        Outcomes outcomes = result.outcomes();
        response.header("X-Gateway-Calls", result.calls())
                .header("X-Gateway-Retries", result.retries())
                .header("X-Gateway-Succeeded", outcomes.succeeded())
                .header("X-Gateway-Rejected", outcomes.rejected())
                .header("X-Gateway-Unconfirmed", outcomes.unconfirmed())
                .header("X-Gateway-Unsent", outcomes.unsent())
                .header("X-Gateway-Unpaired", outcomes.unpaired())
                .header("Server-Timing", timing(result, settled.totalNanos()));
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

    private Response.ResponseBuilder start(
            Ended.Settled settled, AnsweredInputs inputs, Preferences preferences, RoutingContext request) {
        BatchResult result = settled.result();
        Response.ResponseBuilder bodiless = withoutBody(result, settled.store().firstUnsent(), request);
        if (bodiless != null) {
            settled.over(true);
            return bodiless;
        }
        JsonAnswer body = new JsonAnswer(
                result, settled.store(), preferences.minimal(), inputs, settled.requestedAt(), settled.endedAt());
        Multi<Buffer> pieces =
                Multi.createFrom().publisher(new PulledPieces(settled.reach().apply(body)));
        return Response.status(AnswerStatus.of(result))
                .type(MediaType.APPLICATION_JSON)
                .entity(Streamed.json(pieces, settled::over));
    }

    /** An answer that has nothing to say of single inputs; null when it has. */
    private Response.@Nullable ResponseBuilder withoutBody(
            BatchResult result, @Nullable Reason firstUnsent, RoutingContext request) {
        Reply.Refused common = result.common();
        if (common != null && AnswerStatus.isCommonRefusal(result)) {
            return RefusedToken.isIn(common.status(), result.request().caller())
                    ? refusal(common).header(RefusedToken.HEADER, RefusedToken.REFUSED)
                    : refusal(common);
        }
        if (firstUnsent != null && AnswerStatus.isUnreached(result, firstUnsent)) {
            Refusal refusal = new Refusal(503, "UNSENT", firstUnsent.message() + ". It is safe to send the batch again")
                    .withHeader("Retry-After", String.valueOf(RETRY_UNREACHED));
            AnswersGiven.fails(request, refusal);
            return Response.fromResponse(errors.answer(refusal));
        }
        return AnswerStatus.of(result) == NO_CONTENT ? Response.noContent() : null;
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
