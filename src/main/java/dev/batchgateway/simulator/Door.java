package dev.batchgateway.simulator;

import java.time.Instant;
import java.util.Optional;

/** Lets calls in or refuses them: counts each against its token's budgets, and takes the fault scripted for it. */
final class Door {
    private final Session session;
    private final Script script;

    Door(Session session, Script script) {
        this.session = session;
        this.script = script;
    }

    Entry enter(Caller caller, HubSpotOperation operation, String path, int call, Instant now) {
        if (caller.access() == Caller.Access.UNKNOWN) {
            return new Entry(Optional.empty(), Optional.empty());
        }
        Optional<Script.Scripted> scripted = script.next(call, operation, path);
        TokenBudget budget = session.budgets().of(caller);
        if (scripted.isPresent() && scripted.get().fault() instanceof Fault.Throttle throttle) {
            script.play(scripted.get());
            return new Entry(Optional.of(budget.refuse(operation.budget(), throttle.policy(), now)), Optional.empty());
        }
        Admission admission = budget.admit(operation.budget(), now);
        if (admission.refused().isPresent()) {
            session.ledger().throttled();
            return new Entry(Optional.of(admission), Optional.empty());
        }
        return new Entry(Optional.of(admission), scripted.map(script::play));
    }
}
