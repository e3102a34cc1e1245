package dev.batchgateway.edge;

import dev.batchgateway.connection.HangUp;
import dev.batchgateway.connection.HeadCount;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Turns away requests for whose heads there is no room, and those of HTTP/2 whose heads have too many fields, which of
 * HTTP/1.1 the server turns away. A request filter, behind {@link RequestIds}.
 */
public final class HeadsHeld implements Handler<RoutingContext> {
    private static final int RETRY_SECONDS = 1;
    /** For the refusal of a head that holds much, whose caller may not take it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<String> correlationIds;

    /** @param correlationIds makes a new id for each error */
    public HeadsHeld(Supplier<String> correlationIds) {
        this.correlationIds = correlationIds;
    }

    @Override
    public void handle(RoutingContext context) {
        HeadCount count = HeadCount.of(context.request());
        switch (count.result()) {
            case COUNTED -> context.next();
            case TOO_MANY_FIELDS -> refuse(context, tooManyFields(count.mostFields()), true);
            case NO_ROOM -> refuseForNow(context, count.isLarge());
            case CUT -> {}
        }
    }

    private static Refusal tooManyFields(int most) {
        String message = "A request has at most " + most + " header fields here; nothing was sent";
        return new Refusal(431, "VALIDATION_ERROR", message);
    }

    /** A stream by its reset: an answer could wait for its caller, and the head with it. */
    private void refuseForNow(RoutingContext context, boolean isLarge) {
        Refusal refusal =
                Refusals.notNow("The heads of the requests under way fill the memory there is for them", RETRY_SECONDS);
        if (isStream(context)) {
            AnswersGiven.fails(context, refusal);
            context.response().setStatusCode(refusal.status());
            HangUp.unread(context.request());
        } else {
            refuse(context, refusal, isLarge);
        }
    }

    /** And the connection of a large head, or its stream, ends, so that it is not held until its body has come. */
    private void refuse(RoutingContext context, Refusal refusal, boolean isLarge) {
        AnswersGiven.fails(context, refusal);
        UnreadBody.forget(context, UnreadBody.LEAST_BYTES);
        String id = correlationIds.get();
        HttpServerResponse response = context.response().setStatusCode(refusal.status());
        refusal.headers().forEach(response::putHeader);
        response.putHeader(EdgeErrors.CORRELATION, id).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (!isStream(context) && isLarge) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(Buffer.buffer(ErrorBody.of(refusal.category(), refusal.text(), id, refusal.context())))
                .onComplete(sent -> {
                    if (isStream(context) && !context.request().isEnded()) {
                        HangUp.now(context.request());
                    }
                });
        if (isStream(context)) {
            HangUp.untaken(context.request(), PATIENCE);
        }
    }

    private static boolean isStream(RoutingContext context) {
        return context.request().version() == HttpVersion.HTTP_2;
    }
}
