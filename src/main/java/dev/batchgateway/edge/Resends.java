package dev.batchgateway.edge;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.resume.Found;
import dev.batchgateway.resume.Resend;
import io.vertx.core.http.HttpServerRequest;

/** Reads off a request's headers whether it was sent before, and says why one that was is refused. */
final class Resends {
    static final String KEY = "Idempotency-Key";
    static final String COUNT = "X-Stainless-Retry-Count";
    private static final int RETRY_LOST_SECONDS = 2;
    private static final String NOTHING_SENT = "; nothing of this request was sent";

    private Resends() {}

    /** What {@code request} says about earlier attempts; a {@link Refusal} when its key can be none. */
    static Resend of(HttpServerRequest request) {
        String key = request.getHeader(KEY);
        if (key != null && !Resend.isKey(key)) {
            throw Refusal.badRequest(
                    KEY + " must be 1 to " + Resend.LONGEST_KEY + " printable characters of ASCII" + NOTHING_SENT);
        }
        return Resend.of(key, request.getHeader(COUNT));
    }

    /** A {@link Refusal} when a key promises what is not kept. */
    static void refuseKey(Resend resend) {
        if (resend.key() != null) {
            throw Refusal.badRequest(KEY + " has no effect here: this gateway is configured to keep no outcomes "
                    + "(gateway.edge.resume is 0)" + NOTHING_SENT);
        }
    }

    /** A {@link Refusal} when what a stream promises must not be more than it keeps. */
    static void refuseStream(Resend resend, Operation operation) {
        if (resend.key() != null) {
            throw Refusal.badRequest(
                    KEY + " is for batches that are answered in JSON; a batch answered in lines has no "
                            + "record that it could be joined to" + NOTHING_SENT);
        }
        if (resend.isMarked() && !operation.isRepeatable()) {
            throw conflict(
                    "A create answered in lines is not remembered, so that this one, which is marked as sent again ("
                            + COUNT + "), may have been carried out. The lines of the first answer say what was");
        }
    }

    /** What a request gets that must not be served. */
    static Refusal refusal(Found why, Resend resend) {
        return switch (why) {
            case KEY_REUSED ->
                new Refusal(422, "VALIDATION_ERROR", "This " + KEY + " was used for another request" + NOTHING_SENT)
                        .withHeader("X-Should-Retry", "false");
            case OTHER_FORM ->
                conflict("An earlier attempt of this request had another Prefer (handling, return) or Content-Type; "
                        + "its answer has another form than this one asks for");
            case ELSEWHERE -> conflict("Another gateway serves an earlier attempt of this request, or has served it");
            case UNKNOWN -> unknown(resend);
            default -> conflict("An earlier attempt of this create has ended, and its outcomes were not kept");
        };
    }

    /** With a key it can be asked again: as long as it is the same key, it is done once. */
    private static Refusal unknown(Resend resend) {
        String why =
                "Redis is out of reach, so that it is not known whether another gateway serves an earlier attempt of "
                        + "this create";
        return resend.key() == null
                ? conflict(why)
                : new Refusal(503, "UNSENT", why + NOTHING_SENT + ", and it is safe to send again with the same " + KEY)
                        .withHeader("Retry-After", String.valueOf(RETRY_LOST_SECONDS));
    }

    private static Refusal conflict(String why) {
        return new Refusal(409, "CONFLICT", why + NOTHING_SENT).withHeader("X-Should-Retry", "false");
    }
}
