package dev.batchgateway.edge;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.json.Digits;
import dev.batchgateway.retry.ReplyKind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Reads off the head of HubSpot's answer to a call that was passed on what the lane and the metrics are to know. */
final class PassedReplies {
    private static final int TOO_MANY = 429;

    private final Function<MultiMap, RateSignal> rateOf;
    private final LongSupplier clock;

    /** As {@link PassThrough} has them. */
    PassedReplies(Function<MultiMap, RateSignal> rateOf, LongSupplier clock) {
        this.rateOf = rateOf;
        this.clock = clock;
    }

    /** No answer came, to a call that was sent then: {@code reply}. */
    Exchange failed(Reply reply, long sent) {
        return new Exchange(reply, RateSignal.SILENT, sent, clock.getAsLong());
    }

    /** An answer came, to a call that was sent then. */
    Exchange exchange(HttpClientResponse in, long sent) {
        Reply reply = in.statusCode() == TOO_MANY
                ? new Reply.Refused(
                        TOO_MANY, null, isDaily(in) ? "DAILY" : "", Digits.read(in.getHeader("Retry-After"), 9))
                : new Reply.Answered(Answer.empty(in.statusCode()));
        return new Exchange(reply, rateOf.apply(in.headers()), sent, clock.getAsLong());
    }

    static ReplyKind kind(HttpClientResponse in) {
        if (in.statusCode() != TOO_MANY) {
            return ReplyKind.of(in.statusCode());
        }
        // A 429 of the search limit has no ten-second headers, and is not this lane's (API-FACTS 2.3, 2.4).
        boolean isLanes = in.headers().contains("X-HubSpot-RateLimit-Max");
        return isDaily(in) ? ReplyKind.DAILY_LIMIT : isLanes ? ReplyKind.THROTTLED : ReplyKind.REFUSED;
    }

    /** The body says it better, but it is not read here. OAuth apps get no such header (API-FACTS 2.4). */
    private static boolean isDaily(HttpClientResponse in) {
        return "0".equals(in.getHeader("X-HubSpot-RateLimit-Daily-Remaining"));
    }
}
