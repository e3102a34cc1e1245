package dev.batchgateway.dispatch;

import dev.batchgateway.batch.CallBody;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.retry.ReplyKind;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * One call of a batch, and what it takes up while it is under way: its permit, its bytes of the {@link CallRoom}, its
 * place in its group. All of that is given back when it has ended, whatever else goes wrong: a permit that is kept
 * would be a call less for everybody, for good. Confined to its batch's thread.
 */
final class CallUnderWay {
    /** An answer counts a fourth of the room at most: it is only expected, and would else wait to be alone there. */
    private static final int LARGEST_REPLY = 4;

    private final BatchRequest request;
    private final Leg leg;
    private final Group group;
    private final Permit permit;
    private final CallRoom room;
    private final ReplySize replySize;
    private final long bytes;
    private final Traces traces;
    private AttemptSpan attempt = AttemptSpan.NONE;

    /**
     * One that takes up nothing but its permit before it has {@link #enter}ed. What it is made of may throw.
     *
     * @param replySize what its answer is expected to weigh, which counts with it
     */
    CallUnderWay(BatchRequest request, Leg leg, Group group, Permit permit, CallRoom room, ReplySize replySize) {
        this.request = request;
        this.leg = leg;
        this.group = group;
        this.permit = permit;
        this.room = room;
        this.replySize = replySize;
        long inputs = leg.chunk().bytes();
        this.bytes = inputs + Math.min(replySize.expected(leg.size(), inputs), room.mostBytes() / LARGEST_REPLY);
        boolean isTraced = operation().isTraced() && !request.strict();
        this.traces = isTraced ? Traces.forEveryInputOf(leg.chunk()) : Traces.callersOnly(leg.chunk());
    }

    /**
     * Takes its place in the room and in its group: from now on it must have {@link #ended}. False when there is no room,
     * and it takes up nothing; {@code whenThereMayBe} runs later then, on any thread.
     */
    boolean enter(Runnable whenThereMayBe) {
        boolean hasRoom = permit.turn().placeIn(room).tryEnter(bytes, whenThereMayBe);
        if (hasRoom) {
            group.sent();
        }
        return hasRoom;
    }

    /** Sends it when it is subscribed to, once, followed by {@code span}. What it is made of may throw. */
    @CheckReturnValue
    Uni<Exchange> send(CallSender sender, BatchSpan span) {
        return Uni.createFrom().deferred(() -> {
            attempt = span.attempt(leg.size(), leg.attempts().made() + 1);
            return sender.send(new Call(
                    request.target(),
                    request.caller().authorization(),
                    attempt.traceparent(),
                    CallBody.of(request.envelope(), leg.chunk(), traces)));
        });
    }

    /** It has ended, in this way: gives back what it took up, and only then throws what has gone wrong with that. */
    ReplyKind ended(Exchange exchange) {
        ReplyKind kind = ReplyKind.NO_ANSWER;
        try {
            kind = ReplyKind.of(exchange.reply(), operation());
            learn(exchange.reply());
        } finally {
            giveBack(exchange, kind);
        }
        return kind;
    }

    private void learn(Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            replySize.learn(leg.size(), answered.answer().bytes());
        } else if (reply instanceof Reply.NoAnswer none && none.isTooLarge()) {
            replySize.learn(leg.size(), room.mostBytes());
        }
    }

    private void giveBack(Exchange exchange, ReplyKind kind) {
        group.ended();
        try {
            room.leave(bytes);
        } finally {
            permit.ended(exchange, kind);
        }
    }

    private Operation operation() {
        return request.target().operation();
    }

    Leg leg() {
        return leg;
    }

    Group group() {
        return group;
    }

    Traces traces() {
        return traces;
    }

    /** Who follows it; nobody before it was sent. */
    AttemptSpan attempt() {
        return attempt;
    }
}
