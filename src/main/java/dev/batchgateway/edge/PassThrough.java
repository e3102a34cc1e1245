package dev.batchgateway.edge;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Closure;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.Lane;
import dev.batchgateway.dispatch.Permit;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.dispatch.Taker;
import dev.batchgateway.dispatch.Turn;
import dev.batchgateway.json.Digits;
import dev.batchgateway.retry.ReplyKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Every path that is no batch: one call to HubSpot through the account's object lane, both bodies streamed, nothing
 * repeated. So one base URL serves a whole SDK, and its single calls are paced with the batches.
 */
public final class PassThrough {
    /** Seconds after which a caller may try again to reach a HubSpot that could not be reached. */
    private static final int RETRY_UNREACHED_SECONDS = 30;

    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final Logger LOG = Logger.getLogger(PassThrough.class);

    private final HttpClient client;
    private final Function<String, URI> resolve;
    private final Function<MultiMap, RateSignal> rateOf;
    private final Accounts accounts;
    private final Places places;
    private final Repeats fullLines = new Repeats();
    private final Consumer<Exchange> watch;
    private final Duration connectTimeout;
    private final Duration timeout;
    private final LongSupplier clock;
    private final boolean isOwnToken;

    /** One call: what is asked, by whom, and how it goes out. */
    private record Passed(HttpServerRequest request, Caller caller, RequestOptions options, MultiMap headers) {
        /** Whether nobody waits for its answer any more. */
        boolean isLeft() {
            return request.response().closed();
        }
    }

    /**
     * @param client to HubSpot; holds a connection for each call under way and for each answer that is still being taken
     * @param resolve HubSpot's address of a raw path with its query
     * @param rateOf reads the rate limits off an answer's headers
     * @param places bounds how many are under way
     * @param watch told how each call has ended, when its answer's head is there; must not wait
     * @param connectTimeout longest time for a connection
     * @param timeout longest time from sending to the head of the answer
     * @param clock a monotonic clock, in nanoseconds
     * @param isOwnToken whether the gateway calls with a token of its own, and callers' credentials are not HubSpot's
     */
    public PassThrough(
            HttpClient client,
            Function<String, URI> resolve,
            Function<MultiMap, RateSignal> rateOf,
            Accounts accounts,
            Places places,
            Consumer<Exchange> watch,
            Duration connectTimeout,
            Duration timeout,
            LongSupplier clock,
            boolean isOwnToken) {
        this.client = client;
        this.resolve = resolve;
        this.rateOf = rateOf;
        this.accounts = accounts;
        this.places = places;
        this.watch = watch;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
        this.clock = clock;
        this.isOwnToken = isOwnToken;
    }

    /**
     * Forwards {@code caller}'s request and gives HubSpot's answer, its body to be streamed. A caller who leaves cancels
     * this, but not the call: its permit must be accounted for. Throws the {@link Refusal} it gets when there is no place
     * for it.
     */
    Uni<Response> forward(RoutingContext routing, Caller caller) {
        HttpServerRequest request = routing.request();
        enter(routing, caller.identity());
        Passed call = new Passed(request, caller, options(request), headers(request, caller));
        Lane lane = accounts.of(caller.authorization(), caller.account()).objects();
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "A request is served on an event loop");
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean isOver = new AtomicBoolean();
            Turn turn = lane.join(caller.urgency(), new Taker() {
                @Override
                public void granted(Permit permit) {
                    loop.runOnContext(v -> serve(call, permit, isOver, emitter, loop));
                }

                @Override
                public void closed(Closure closure) {
                    emitter.fail(usedUp(closure));
                }
            });
            emitter.onTermination(() -> {
                isOver.set(true);
                turn.leave();
            });
            turn.want(1);
        });
    }

    /** From here to the end of its answer, or until its caller leaves. */
    private void enter(RoutingContext routing, String caller) {
        try {
            places.enter(caller);
        } catch (Refusal full) {
            long leftOut = fullLines.admit(clock.getAsLong());
            if (leftOut >= 0) {
                LOG.warnf(
                        "A call was not passed on: %s%s",
                        full.text(), leftOut == 0 ? "" : " (nor were " + leftOut + " before)");
            }
            throw full;
        }
        if (routing.response().closed()) {
            // Its caller has left already, and nothing more would be told of it.
            places.leave(caller);
        } else {
            routing.addEndHandler(over -> places.leave(caller));
        }
    }

    private void serve(
            Passed call, Permit permit, AtomicBoolean isOver, UniEmitter<? super Response> emitter, Context loop) {
        if (isOver.get()) {
            permit.unused();
            return;
        }
        send(call, permit)
                .subscribe()
                .with(
                        in -> {
                            if (isOver.get()) {
                                in.abandon();
                            } else {
                                emitter.complete(answer(in, call.caller(), loop));
                            }
                        },
                        emitter::fail);
    }

    /** HubSpot would say the same, and count it. */
    private static Refusal usedUp(Closure closure) {
        HubSpotError error = closure.refusal().error();
        return new Refusal(
                        closure.refusal().status(),
                        "RATE_LIMITS",
                        (error == null ? "The daily limit is reached" : error.message()) + " Nothing was sent")
                .withHeader("Retry-After", String.valueOf(closure.retryAfterSeconds()));
    }

    private Uni<PassedBody> send(Passed call, Permit permit) {
        long sent = clock.getAsLong();
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(client.request(call.options())))
                .onFailure()
                .invoke(e -> ended(permit, failed(new Reply.NotReached(false, name(e)), sent), ReplyKind.NOT_REACHED))
                .onFailure()
                .transform(e -> unreached())
                .chain(out -> isReady(call, out) ? answered(call, out, permit, sent) : notSent(out, permit));
    }

    /**
     * Whether it can be sent now. Not in the options: what the Vert.x client thinks of a header it throws where nobody
     * catches it, so that neither the permit nor the connection would ever come back.
     */
    private static boolean isReady(Passed call, HttpClientRequest out) {
        try {
            // A proxy's own may be there already.
            out.headers().addAll(call.headers());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !call.isLeft();
    }

    private static Uni<PassedBody> notSent(HttpClientRequest out, Permit permit) {
        // Else Vert.x writes into the log that it was reset.
        out.exceptionHandler(reset -> {}).reset();
        permit.unused();
        return Uni.createFrom().failure(Refusal.badRequest("The request cannot be passed on; nothing was sent"));
    }

    private Uni<PassedBody> answered(Passed call, HttpClientRequest out, Permit permit, long sent) {
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(CallerBody.send(call.request(), out)))
                .chain(PassThrough::last)
                .onFailure()
                .invoke(e -> ended(permit, failed(new Reply.NoAnswer(name(e)), sent), ReplyKind.NO_ANSWER))
                .onFailure()
                .transform(e -> unanswered(call.request()))
                .invoke(in -> ended(permit, exchange(in.head(), sent), kind(in.head())));
    }

    /**
     * The answer, which is held from its head on. An interim answer that the Vert.x client does not know (102, say) it
     * takes for the answer.
     */
    private static Uni<PassedBody> last(HttpClientResponse in) {
        if (in.statusCode() >= OK) {
            return Uni.createFrom().item(new PassedBody(in));
        }
        in.exceptionHandler(reset -> {}).request().reset();
        return Uni.createFrom().failure(new IllegalStateException("Only an interim answer has come"));
    }

    private void ended(Permit permit, Exchange exchange, ReplyKind kind) {
        permit.ended(exchange, kind);
        watch.accept(exchange);
    }

    private RequestOptions options(HttpServerRequest request) {
        return new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(resolve.apply(request.uri()).toString())
                .setConnectTimeout(connectTimeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
    }

    private MultiMap headers(HttpServerRequest request, Caller caller) {
        MultiMap headers = isOwnToken ? EndToEnd.withoutCaller(request.headers()) : EndToEnd.of(request.headers());
        if (!caller.authorization().isBlank()) {
            headers.set("Authorization", caller.authorization());
        }
        return headers;
    }

    private Exchange failed(Reply reply, long sent) {
        return new Exchange(reply, RateSignal.SILENT, sent, clock.getAsLong());
    }

    private Exchange exchange(HttpClientResponse in, long sent) {
        Reply reply = in.statusCode() == TOO_MANY
                ? new Reply.Refused(
                        TOO_MANY, null, isDaily(in) ? "DAILY" : "", Digits.read(in.getHeader("Retry-After"), 9))
                : new Reply.Answered(Answer.empty(in.statusCode()));
        return new Exchange(reply, rateOf.apply(in.headers()), sent, clock.getAsLong());
    }

    /** The body says it better, but it is not read here. OAuth apps get no such header (API-FACTS 2.4). */
    private static boolean isDaily(HttpClientResponse in) {
        return "0".equals(in.getHeader("X-HubSpot-RateLimit-Daily-Remaining"));
    }

    private static ReplyKind kind(HttpClientResponse in) {
        if (in.statusCode() != TOO_MANY) {
            return ReplyKind.of(in.statusCode());
        }
        // A 429 of the search limit has no ten-second headers, and is not this lane's (API-FACTS 2.3, 2.4).
        boolean isLanes = in.headers().contains("X-HubSpot-RateLimit-Max");
        return isDaily(in) ? ReplyKind.DAILY_LIMIT : isLanes ? ReplyKind.THROTTLED : ReplyKind.REFUSED;
    }

    private static Response answer(PassedBody body, Caller caller, Context loop) {
        HttpClientResponse in = body.head();
        Response.ResponseBuilder response = Response.status(in.statusCode());
        if (RefusedToken.isIn(in.statusCode(), caller)) {
            response.header(RefusedToken.HEADER, RefusedToken.REFUSED);
        }
        for (Map.Entry<String, String> header : EndToEnd.of(in.headers())) {
            // The request's own id is in the answer already; HubSpot's has a header of its own
            // (X-HubSpot-Correlation-Id).
            if (!header.getKey().equalsIgnoreCase(RequestIds.HEADER)) {
                response.header(header.getKey(), header.getValue());
            }
        }
        if (in.statusCode() == 204 || in.statusCode() == 304) {
            // No body, and so no media type of ours either.
            in.resume();
            return response.build();
        }
        Multi<Buffer> pieces = body.pieces().onCancellation().invoke(() -> loop.runOnContext(v -> body.abandon()));
        return response.entity(Streamed.passedOn(pieces)).build();
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    /** No connection was made, so nothing was sent. */
    private static Refusal unreached() {
        return new Refusal(
                        503, "UNSENT", "HubSpot could not be reached; nothing was sent, and it is safe to send again")
                .withHeader("Retry-After", String.valueOf(RETRY_UNREACHED_SECONDS));
    }

    private static Refusal unanswered(HttpServerRequest request) {
        return new Refusal(
                        504,
                        "UNCONFIRMED",
                        "HubSpot was asked, but no answer came; what became of this " + request.method()
                                + " is not known")
                .withHeader("X-Should-Retry", "false");
    }
}
