package dev.batchgateway.edge;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.Permit;
import dev.batchgateway.retry.ReplyKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Sends what is passed on, one call for one permit, which is given back when the answer's head is there or none comes. */
final class PassedCalls {
    private static final int OK = 200;

    private final Supplier<HttpClient> clients;
    private final PassedReplies replies;
    private final Consumer<Exchange> watch;
    private final LongSupplier clock;

    /** As {@link PassThrough} has them. */
    PassedCalls(Supplier<HttpClient> clients, PassedReplies replies, Consumer<Exchange> watch, LongSupplier clock) {
        this.clients = clients;
        this.replies = replies;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * Sends {@code call} when it is subscribed to, once; fails with the {@link Refusal} its caller gets.
     *
     * @param idle tells when its body comes too slowly
     */
    Uni<PassedBody> send(PassedRequest call, Permit permit, BodyIdle idle) {
        long sent = clock.getAsLong();
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(clients.get().request(call.options())))
                .onFailure()
                .invoke(e -> ended(
                        permit, replies.failed(new Reply.NotReached(false, name(e)), sent), ReplyKind.NOT_REACHED))
                .onFailure()
                .transform(e -> PassedAnswers.unreached())
                .chain(out -> call.isReady(out) ? answered(call, out, idle, permit, sent) : notSent(out, permit));
    }

    private static Uni<PassedBody> notSent(HttpClientRequest out, Permit permit) {
        // Else Vert.x writes into the log that it was reset.
        out.exceptionHandler(reset -> {}).reset();
        permit.unused();
        return Uni.createFrom().failure(Refusal.badRequest("The request cannot be passed on; nothing was sent"));
    }

    private Uni<PassedBody> answered(
            PassedRequest call, HttpClientRequest out, BodyIdle idle, Permit permit, long sent) {
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(CallerBody.send(call.request(), out, idle)))
                .chain(PassedCalls::last)
                .onFailure()
                .invoke(e -> unanswered(permit, e, sent))
                .onFailure(e -> !(e instanceof Refusal))
                .transform(e -> PassedAnswers.unanswered(call.request().method()))
                .invoke(in -> ended(permit, replies.exchange(in.head(), sent), PassedReplies.kind(in.head())));
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

    private void unanswered(Permit permit, Throwable failure, long sent) {
        if (failure instanceof Refusal refusal && refusal.category().equals("UNSENT")) {
            permit.unused();
        } else {
            ended(permit, replies.failed(new Reply.NoAnswer(name(failure)), sent), ReplyKind.NO_ANSWER);
        }
    }

    private void ended(Permit permit, Exchange exchange, ReplyKind kind) {
        permit.ended(exchange, kind);
        watch.accept(exchange);
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
