package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Closure;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.Lane;
import dev.batchgateway.dispatch.Permit;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.dispatch.Taker;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.dispatch.Turn;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Every path that is no batch: one call to HubSpot through the account's object lane, both bodies streamed, nothing
 * repeated. So one base URL serves a whole SDK, and its single calls are paced with the batches.
 */
public final class PassThrough {
    private static final Logger LOG = Logger.getLogger(PassThrough.class);

    private final PassedRequests requests;
    private final PassedCalls calls;
    private final Accounts accounts;
    private final Places places;
    private final Repeats fullLines = new Repeats();
    private final Times times;
    private final LongSupplier clock;
    private final Timer timer;

    /**
     * How long a call may take.
     *
     * @param connect longest time for a connection
     * @param answer longest time from having a connection to the head of the answer, whatever is sent meanwhile
     * @param body longest time in which too little of the caller's body comes
     */
    public record Times(Duration connect, Duration answer, Duration body) {}

    /**
     * @param clients to HubSpot, that of the event loop it is asked on; each holds a connection for each call under way and
     *     for each answer that is still being taken
     * @param resolve HubSpot's address of a raw path with its query
     * @param rateOf reads the rate limits off an answer's headers
     * @param places bounds how many are under way
     * @param watch told how each call has ended, when its answer's head is there; must not wait
     * @param clock a monotonic clock, in nanoseconds
     * @param timer for bodies that come too slowly
     * @param isOwnToken whether the gateway calls with a token of its own, and callers' credentials are not HubSpot's
     */
    public PassThrough(
            Supplier<HttpClient> clients,
            Function<String, URI> resolve,
            Function<MultiMap, RateSignal> rateOf,
            Accounts accounts,
            Places places,
            Consumer<Exchange> watch,
            Times times,
            LongSupplier clock,
            Timer timer,
            boolean isOwnToken) {
        this.requests = new PassedRequests(resolve, times.connect(), times.answer(), isOwnToken);
        this.calls = new PassedCalls(clients, new PassedReplies(rateOf, clock), watch, clock);
        this.accounts = accounts;
        this.places = places;
        this.times = times;
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Forwards {@code caller}'s request and gives HubSpot's answer, its body to be streamed. A caller who leaves cancels
     * this, but not the call: its permit must be accounted for. Throws the {@link Refusal} it gets when there is no place
     * for it.
     */
    Uni<Response> forward(RoutingContext routing, Caller caller) {
        enter(routing, caller.identity());
        PassedRequest call = requests.of(routing.request(), caller);
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
                    emitter.fail(PassedAnswers.usedUp(closure));
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
            PassedRequest call,
            Permit permit,
            AtomicBoolean isOver,
            UniEmitter<? super Response> emitter,
            Context loop) {
        if (isOver.get()) {
            permit.unused();
            return;
        }
        BodyIdle idle = new BodyIdle(times.body(), clock, timer, task -> loop.runOnContext(v -> task.run()));
        calls.send(call, permit, idle)
                .subscribe()
                .with(
                        in -> {
                            if (isOver.get()) {
                                in.abandon();
                            } else {
                                emitter.complete(PassedAnswers.of(in, call.caller(), loop));
                            }
                        },
                        emitter::fail);
    }
}
