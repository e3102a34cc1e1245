package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import dev.batchgateway.match.Matcher;
import dev.batchgateway.retry.Attempts;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of an attempt: asks {@link dev.batchgateway.retry.DecisionTable}, and carries the decision
 * out by settling inputs or handing legs back to the {@link BatchRun}. Confined to its batch's thread.
 */
final class Aftermath {
    /** An error inside an answer that is transient is not sent again at once. */
    private static final long INNER_DELAY_NANOS = 1_000_000_000L;

    private final BatchRun run;
    private final BatchRequest request;
    private final Account account;
    private final Parts parts;
    private final Operation operation;
    private final Matcher matcher;
    private final Isolation isolation;
    private final Duplicates duplicates = new Duplicates();
    private final Spans spans = new Spans();
    private final Verdict verdict = new Verdict();
    private boolean anySuccess;

    Aftermath(BatchRun run, BatchRequest request, Account account, Parts parts) {
        this.run = run;
        this.request = request;
        this.account = account;
        this.parts = parts;
        this.operation = request.target().operation();
        this.matcher = new Matcher(operation, request.envelope());
        this.isolation = new Isolation(operation, parts.config().maxIsolationCalls());
    }

    Spans spans() {
        return spans;
    }

    /** HubSpot's refusal, if it refused every call alike; null otherwise. */
    Reply.@Nullable Refused common() {
        return verdict.common();
    }

    /** The attempt of {@code leg} has ended. */
    void of(Leg leg, Traces traces, Group group, Permit permit, Exchange exchange) {
        Reply reply = exchange.reply();
        ReplyKind kind = ReplyKind.of(reply, operation);
        permit.ended(exchange, kind);
        Attempts attempts = leg.attempts().plusOne(kind != ReplyKind.THROTTLED);
        if (kind == ReplyKind.NOT_REACHED) {
            attempts = attempts.unreached(exchange.sentNanos());
        }
        long now = parts.clock().getAsLong();
        Decision decision = parts.table().decide(kind, operation, attempts, anySuccess, now);
        Leg tried = leg.with(kind.leavesDoubt() ? attempts.withDoubt(exchange.sentNanos()) : attempts);
        carryOut(decision, tried, traces, group, reply);
    }

    private void carryOut(Decision decision, Leg leg, Traces traces, Group group, Reply reply) {
        HubSpotError error = reply instanceof Reply.Refused refused ? refused.error() : null;
        List<Input> inputs = leg.chunk().inputs();
        if (decision instanceof Decision.Match && reply instanceof Reply.Answered answered) {
            answered(leg, traces, group, answered.answer());
            return;
        }
        if (decision instanceof Decision.SendAgain again) {
            sendAgain(leg, again);
            return;
        }
        if (decision instanceof Decision.NarrowDown && reply instanceof Reply.Refused refused) {
            narrow(leg, traces, group, refused);
            return;
        }
        run.sendSoon(Isolation.others(leg));
        if (decision instanceof Decision.SendApart && error != null) {
            sendApart(leg, traces, group, reply, error);
        } else if (decision instanceof Decision.LearnAndSplit && error != null) {
            learnAndSplit(leg, traces, group, reply, ReplyKind.mostInputs(error));
        } else if (decision instanceof Decision.HalveByBytes && leg.size() > 1) {
            halves(leg.chunk(), leg).forEach(half -> run.sendSoon(List.of(half)));
        } else if (decision instanceof Decision.RejectAll) {
            // A read that found nothing is an answer and no refusal of the batch.
            verdict.other();
            rejectAll(leg, reply);
        } else if (decision instanceof Decision.HalveByBytes) {
            rejectAll(leg, reply);
        } else if (decision instanceof Decision.StopBatch stop) {
            stopBatch(leg, stop.reason(), reply, error);
        } else if (decision instanceof Decision.LeaveUnsent unsent) {
            verdict.other();
            settleAll(inputs, new Outcome.Unsent(unsent.reason(), error), leg.attempts());
        } else if (decision instanceof Decision.LeaveUnconfirmed unconfirmed) {
            verdict.other();
            settleAll(inputs, new Outcome.Unconfirmed(unconfirmed.reason(), error), leg.attempts());
        } else if (decision instanceof Decision.Confirm) {
            verdict.other();
            settleAll(inputs, new Outcome.Succeeded(List.of(), List.of(), true), leg.attempts());
        } else {
            throw new IllegalStateException("No way to carry out " + decision + " after " + reply);
        }
    }

    private void answered(Leg leg, Traces traces, Group group, Answer answer) {
        anySuccess = true;
        verdict.other();
        spans.add(answer);
        run.succeeded(leg, group);
        HubSpotError refusal = leg.refusal();
        if (refusal != null) {
            run.sendSoon(isolation.faultyHalf(leg, refusal));
        }
        List<Outcome> outcomes = matcher.match(leg.chunk(), traces, answer);
        List<Input> again = new ArrayList<>();
        for (int i = 0; i < leg.size(); i++) {
            Input input = leg.chunk().inputs().get(i);
            Outcome outcome = outcomes.get(i) instanceof Outcome.Rejected rejected
                    ? weighed(rejected, leg.attempts())
                    : outcomes.get(i);
            if (outcome == null) {
                again.add(input);
            } else {
                settle(input, outcome, leg.attempts());
            }
        }
        if (!again.isEmpty()) {
            run.sendLater(leg.part(again), INNER_DELAY_NANOS);
        }
    }

    /** An error inside an answer follows the row of its own kind; null when its input is to be sent again. */
    private @Nullable Outcome weighed(Outcome.Rejected rejected, Attempts attempts) {
        HubSpotError error = rejected.errors().get(0);
        ReplyKind kind = ReplyKind.ofInner(error);
        if (kind.isJudgement() && !(attempts.inDoubt() && operation.writes())) {
            return rejected;
        }
        Decision decision = parts.table()
                .decide(kind, operation, attempts, true, parts.clock().getAsLong());
        if (decision instanceof Decision.SendAgain) {
            return null;
        }
        if (decision instanceof Decision.Confirm) {
            return new Outcome.Succeeded(List.of(), List.of(), true);
        }
        return decision instanceof Decision.LeaveUnsent unsent
                ? new Outcome.Unsent(unsent.reason(), error)
                : new Outcome.Unconfirmed(Reason.UPSTREAM_ERROR, error);
    }

    private void sendAgain(Leg leg, Decision.SendAgain again) {
        if (again.halved() && leg.size() > 1) {
            run.sendSoon(Isolation.others(leg));
            halves(leg.chunk(), leg).forEach(half -> run.sendLater(half, again.delayNanos()));
        } else {
            run.sendLater(leg, again.delayNanos());
        }
    }

    private static List<Leg> halves(Chunk chunk, Leg leg) {
        return chunk.halves().stream().map(half -> leg.part(half.inputs())).toList();
    }

    private void narrow(Leg leg, Traces traces, Group group, Reply.Refused refused) {
        if (request.strict()) {
            run.sendSoon(Isolation.others(leg));
            rejectAll(leg, refused);
            return;
        }
        verdict.refused(refused);
        HubSpotError error = refused.error() == null ? unexplained(refused) : refused.error();
        Isolation.Narrowed narrowed = isolation.narrow(leg, traces, refused.status(), error, group);
        run.sendSoon(narrowed.legs());
        for (Input input : narrowed.rejected()) {
            settle(input, new Outcome.Rejected(List.of(error)), leg.attempts());
        }
        Reason reason = group.isRefused() ? Reason.BATCH_REFUSED : Reason.NOT_ISOLATED;
        settleAll(narrowed.left(), new Outcome.Unsent(reason, error), leg.attempts());
        if (group.isRefused()) {
            for (Leg waiting : run.takeBack(group)) {
                settleStopped(waiting, new Outcome.Unsent(reason, error));
            }
        }
    }

    /** A refusal without a body that can be shown, put into HubSpot's form. */
    private static HubSpotError unexplained(Reply.Refused refused) {
        return HubSpotError.of(Slice.of("{\"status\":\"error\",\"category\":\"UNKNOWN\",\"message\":\"HubSpot answered "
                + refused.status() + " without an explanation\"}"));
    }

    private void rejectAll(Leg leg, Reply reply) {
        if (reply instanceof Reply.Refused refused) {
            verdict.refused(refused);
            HubSpotError error = refused.error() == null ? unexplained(refused) : refused.error();
            settleAll(leg.chunk().inputs(), new Outcome.Rejected(List.of(error)), leg.attempts());
        }
    }

    private void sendApart(Leg leg, Traces traces, Group group, Reply reply, HubSpotError error) {
        List<Input> first = duplicates.apart(leg.chunk().inputs(), error.context("ids"));
        if (first.size() < leg.size()) {
            run.sendSoon(List.of(leg.part(first)));
        } else if (reply instanceof Reply.Refused refused) {
            narrow(leg, traces, group, refused);
        }
    }

    private void learnAndSplit(Leg leg, Traces traces, Group group, Reply reply, int most) {
        account.limits().learn(request.target(), request.envelope().withHistory(), most);
        if (most < leg.size()) {
            leg.chunk().ofAtMost(most).forEach(part -> run.sendSoon(List.of(leg.part(part.inputs()))));
        } else if (reply instanceof Reply.Refused refused) {
            narrow(leg, traces, group, refused);
        }
    }

    private void stopBatch(Leg leg, Reason reason, Reply reply, @Nullable HubSpotError error) {
        if (reply instanceof Reply.Refused refused) {
            verdict.refused(refused);
        }
        settleStopped(leg, new Outcome.Unsent(reason, error));
        run.stopNow(reason, error);
    }

    /** The inputs of {@code leg} will not be sent any more. */
    void settleStopped(Leg leg, Outcome unsent) {
        boolean inDoubt = leg.attempts().inDoubt() && operation.writes();
        Outcome outcome = inDoubt ? new Outcome.Unconfirmed(Reason.NO_ANSWER, null) : unsent;
        settleAll(leg.chunk().inputs(), outcome, leg.attempts());
        if (leg.other() != null) {
            settleAll(leg.other().inputs(), unsent);
        }
    }

    /** Settles inputs of which nothing was sent. */
    void settleAll(List<Input> inputs, Outcome outcome) {
        settleAll(inputs, outcome, Attempts.NONE);
    }

    private void settleAll(List<Input> inputs, Outcome outcome, Attempts attempts) {
        for (Input input : inputs) {
            settle(input, outcome, attempts);
        }
    }

    /** Settles an input, and lets the one go that stood behind it: later, if HubSpot may still be working on it. */
    private void settle(Input input, Outcome outcome, Attempts attempts) {
        run.outcomes().settle(input.position(), outcome);
        long late = parts.config().lateNanos();
        long wait = attempts.inDoubt()
                ? attempts.doubtSinceNanos() + late - parts.clock().getAsLong()
                : 0;
        Input next = run.splitter().settled(input);
        if (next != null) {
            run.admitLater(next, wait);
        }
        Input same = duplicates.behind(input);
        if (same != null) {
            run.sendLater(Leg.fresh(new Chunk(List.of(same))), wait);
        }
    }
}
