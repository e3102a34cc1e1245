package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import dev.batchgateway.match.Matcher;
import dev.batchgateway.retry.Attempts;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of an attempt: asks {@link dev.batchgateway.retry.DecisionTable}, and carries the decision
 * out by settling inputs or handing legs back to the {@link Backlog}. Confined to its batch's thread.
 */
final class Aftermath {
    /** Before it stops the batch: one input's property may lack its scope, which must not stop the others. */
    private static final int FORBIDDEN = 403;

    private static final long FORBIDDEN_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final BatchRun run;
    private final BatchRequest request;
    private final Account account;
    private final Parts parts;
    private final Backlog backlog;
    private final Settlement settlement;
    private final Matcher matcher;
    private final Isolation isolation;
    private final InnerErrors innerErrors;
    private final Spans spans = new Spans();
    private final Verdict verdict = new Verdict();
    private boolean anySuccess;
    private long retryAfterSeconds = -1;

    Aftermath(
            BatchRun run, BatchRequest request, Account account, Parts parts, Backlog backlog, Settlement settlement) {
        this.run = run;
        this.request = request;
        this.account = account;
        this.parts = parts;
        this.backlog = backlog;
        this.settlement = settlement;
        this.matcher = new Matcher(request.target().operation(), request.envelope());
        this.isolation =
                new Isolation(request.target().operation(), parts.config().maxIsolationCalls(), parts.watch());
        this.innerErrors = new InnerErrors(request.target().operation(), parts);
    }

    Spans spans() {
        return spans;
    }

    Verdict verdict() {
        return verdict;
    }

    /** How long HubSpot asked to wait when it stopped the batch; -1 when it did not. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Not before HubSpot asked for it; a lane that is shut keeps that by itself. */
    private static long delay(Decision.SendAgain again, Reply reply) {
        return again.counts() ? Math.max(again.delayNanos(), Exchange.askedNanos(reply)) : again.delayNanos();
    }

    /** A daily 429 says nothing about when to come back (API-FACTS 2.4): then it is when we would ask HubSpot again. */
    private long retryAfter(Reason reason, Reply.Refused refused) {
        return refused.retryAfterSeconds() < 0 && reason == Reason.DAILY_LIMIT
                ? account.portal().closure(parts.clock().getAsLong()).retryAfterSeconds()
                : refused.retryAfterSeconds();
    }

    /** The account's daily quota is closed: there will be no permits. */
    void closed(Closure closure) {
        verdict.refused(closure.refusal());
        retryAfterSeconds = closure.retryAfterSeconds();
        run.stopNow(Reason.DAILY_LIMIT, closure.refusal().error());
    }

    /** {@code call} has ended. */
    void of(CallUnderWay call, ReplyKind kind, Exchange exchange) {
        Leg leg = call.leg().after(kind);
        Traces traces = call.traces();
        Group group = call.group();
        AttemptSpan attempt = call.attempt();
        Attempts attempts = leg.attempts().plusOne(kind != ReplyKind.THROTTLED);
        attempts = kind == ReplyKind.NOT_REACHED ? attempts.unreached(exchange.sentNanos()) : attempts.reached();
        if (kind == ReplyKind.FORBIDDEN && !anySuccess && group.isProven() && attempts.made() == 1) {
            // A refusal may overtake the successes of calls sent beside it; asked again, it is known if there were any.
            group.doubt();
            parts.watch().backsOff(kind, FORBIDDEN_AGAIN_NANOS);
            attempt.ended(kind, exchange.reply(), new Decision.SendAgain(FORBIDDEN_AGAIN_NANOS, true, false));
            backlog.sendLater(leg.with(attempts), FORBIDDEN_AGAIN_NANOS);
            return;
        }
        long now = parts.clock().getAsLong();
        Decision decision = parts.table().decide(kind, request.target().operation(), attempts, anySuccess, now);
        attempt.ended(kind, exchange.reply(), decision);
        Leg tried = leg.with(kind.leavesDoubt() ? attempts.withDoubt(exchange.sentNanos()) : attempts);
        Reply reply = exchange.reply();
        if (reply instanceof Reply.Refused refused) {
            spans.refused(refused.error());
        }
        if (decision instanceof Decision.SendAgain again) {
            parts.watch().backsOff(kind, delay(again, reply));
        }
        if (decision instanceof Decision.Match && reply instanceof Reply.Answered answered) {
            answered(tried, traces, group, answered.answer(), exchange.sentNanos());
        } else if (decision instanceof Decision.SendAgain again && !(isHalved(again, reply) && leg.size() > 1)) {
            backlog.sendLater(tried, delay(again, reply));
        } else {
            // From here on nothing is learned about the half kept back: it goes its own way.
            backlog.sendSoon(leg.keptBack() == null ? List.of() : List.of(leg.keptBack()));
            carryOut(decision, tried.alone(), traces, group, reply);
        }
    }

    /** After what was too much for HubSpot, or for us. */
    private static boolean isHalved(Decision.SendAgain again, Reply reply) {
        return again.halved() || (reply instanceof Reply.NoAnswer none && none.isTooLarge());
    }

    private void carryOut(Decision decision, Leg leg, Traces traces, Group group, Reply reply) {
        HubSpotError error = reply instanceof Reply.Refused refused ? said(refused) : null;
        if (decision instanceof Decision.SendAgain again) {
            leg.halves().forEach(half -> backlog.sendLater(half, delay(again, reply)));
        } else if (reply instanceof Reply.Refused refused && error != null) {
            refused(decision, leg, traces, group, refused, error);
        } else {
            settle(decision, leg, null);
        }
    }

    private void refused(
            Decision decision, Leg leg, Traces traces, Group group, Reply.Refused refused, HubSpotError error) {
        if (decision instanceof Decision.NarrowDown) {
            narrow(leg, traces, group, refused, error);
        } else if (decision instanceof Decision.SendApart) {
            sendApart(leg, refused, error);
        } else if (decision instanceof Decision.LearnAndSplit) {
            learnAndSplit(leg, traces, group, refused, error);
        } else if (decision instanceof Decision.HalveByBytes && leg.size() > 1) {
            backlog.sendSoon(leg.halves());
        } else if (decision instanceof Decision.HalveByBytes) {
            rejectAll(leg, refused, error);
        } else if (decision instanceof Decision.RejectAll) {
            // A read that found nothing is an answer and no refusal of the batch.
            verdict.other();
            settlement.settleAll(leg.inputs(), new Outcome.Rejected(List.of(error)), leg.attempts());
        } else if (decision instanceof Decision.StopBatch && refused.status() == FORBIDDEN) {
            narrow(leg, traces, group, refused, error);
            if (group.isRefused()) {
                run.stopNow(group.reason(), error);
            }
        } else if (decision instanceof Decision.StopBatch stop) {
            verdict.refused(refused);
            retryAfterSeconds = retryAfter(stop.reason(), refused);
            settlement.settleUnsent(leg, new Outcome.Unsent(stop.reason(), error));
            run.stopNow(stop.reason(), error);
        } else {
            settle(decision, leg, error);
        }
    }

    private void settle(Decision decision, Leg leg, @Nullable HubSpotError error) {
        verdict.other();
        if (decision instanceof Decision.LeaveUnsent unsent) {
            settlement.settleUnsent(leg, new Outcome.Unsent(unsent.reason(), error));
        } else if (decision instanceof Decision.LeaveUnconfirmed unconfirmed) {
            Outcome outcome = new Outcome.Unconfirmed(unconfirmed.reason(), error);
            settlement.settleAll(leg.inputs(), outcome, leg.attempts());
        } else if (decision instanceof Decision.Confirm && leg.size() > 1) {
            // One of them is gone already; that says nothing about the others.
            backlog.sendSoon(leg.halves());
        } else if (decision instanceof Decision.Confirm) {
            settlement.settleAll(leg.inputs(), new Outcome.Succeeded(List.of(), List.of(), true), leg.attempts());
        } else {
            throw new IllegalStateException("No way to carry out " + decision);
        }
    }

    private void answered(Leg leg, Traces traces, Group group, Answer answer, long sentNanos) {
        anySuccess = true;
        verdict.other();
        spans.add(answer);
        run.succeeded(leg, group);
        Leg kept = leg.keptBack();
        HubSpotError refusal = kept == null ? null : kept.refusal();
        if (kept != null && refusal != null) {
            carryOut(isolation.narrowKept(kept, refusal), kept, Reason.NOT_ISOLATED, refusal);
        }
        List<Outcome> outcomes = matcher.match(leg.chunk(), traces, answer);
        InnerErrors.Weighed weighed = innerErrors.weigh(leg, outcomes, sentNanos);
        for (int i = 0; i < weighed.settled().size(); i++) {
            settlement.settle(weighed.settled().get(i), weighed.outcomes().get(i), leg.attempts());
        }
        if (!weighed.again().isEmpty()) {
            parts.watch().backsOff(weighed.why(), weighed.delayNanos());
        }
        weighed.again().forEach(part -> backlog.sendLater(part.after(weighed.why()), weighed.delayNanos()));
    }

    private void narrow(Leg leg, Traces traces, Group group, Reply.Refused refused, HubSpotError error) {
        if (request.strict()) {
            // Nothing is halved here, so whole calls are all that can tell whether every call is refused.
            isolation.suspects(leg, traces, refused.status(), error, group, true);
            rejectAll(leg, refused, error);
            return;
        }
        verdict.refused(refused);
        Isolation.Narrowed narrowed = isolation.narrow(leg, traces, refused.status(), error, group);
        carryOut(narrowed, leg, group.isRefused() ? group.reason() : Reason.NOT_ISOLATED, error);
    }

    private void carryOut(Isolation.Narrowed narrowed, Leg leg, Reason whyLeft, HubSpotError error) {
        backlog.sendSoon(narrowed.legs());
        settlement.settleAll(narrowed.rejected(), new Outcome.Rejected(List.of(error)), leg.attempts());
        settlement.settleAll(narrowed.left(), new Outcome.Unsent(whyLeft, error), leg.attempts());
    }

    private void rejectAll(Leg leg, Reply.Refused refused, HubSpotError error) {
        verdict.refused(refused);
        settlement.settleAll(leg.inputs(), new Outcome.Rejected(List.of(error)), leg.attempts());
    }

    private void sendApart(Leg leg, Reply.Refused refused, HubSpotError error) {
        Leg first = backlog.apart(leg, error);
        if (first.size() < leg.size()) {
            backlog.sendSoon(List.of(first));
        } else if (leg.size() > 1) {
            // Two inputs mean one record by different keys (API-FACTS 3.4): neither is at fault alone.
            carryOut(isolation.halve(leg, error), leg, Reason.NOT_ISOLATED, error);
        } else {
            rejectAll(leg, refused, error);
        }
    }

    private void learnAndSplit(Leg leg, Traces traces, Group group, Reply.Refused refused, HubSpotError error) {
        int most = ReplyKind.mostInputs(error);
        account.limits().learn(request.target(), request.envelope().withHistory(), most);
        if (most < leg.size()) {
            leg.chunk().ofAtMost(most).forEach(part -> backlog.sendSoon(List.of(leg.part(part.inputs()))));
        } else {
            narrow(leg, traces, group, refused, error);
        }
    }

    /** HubSpot's error; a refusal without a body that can be shown is put into HubSpot's form. */
    private static HubSpotError said(Reply.Refused refused) {
        HubSpotError error = refused.error();
        return error != null
                ? error
                : HubSpotError.of(
                        Slice.of("{\"status\":\"error\",\"category\":\"UNKNOWN\",\"message\":\"HubSpot answered "
                                + refused.status() + " without an explanation\"}"));
    }
}
