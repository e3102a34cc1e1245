package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.match.Suspects;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the inputs for which HubSpot refused a whole call, with few calls: those the refusal names are rejected
 * without another; those it points at are sent alone; otherwise the call is halved, and the second half is sent whole
 * only if the first was refused, because else the fault is known to be in it. Confined to its batch's thread.
 *
 * <p>The sum: one bad input in 100 costs at most 14 calls by halving (two for each of seven levels), 7 at best.
 */
final class Isolation {
    /** A conflict is one record's (API-FACTS 3.4), however alike the words are. */
    private static final int CONFLICT = 409;
    /** Mostly the token's fault (API-FACTS 3.1), so that it is found out at once whether it is everybody's. */
    private static final int FORBIDDEN = 403;
    /** Refusals that hold for every call of the batch (API-FACTS 1.2, 3.4). */
    private static final List<String> AS_SUCH =
            List.of("Unable to perform update/upsert by non-unique", "Unable to infer object type");

    /** Halving finds one of a hundred in seven to fourteen calls: more suspects than that are not sent one by one. */
    private static final int MOST_ALONE = 10;

    /**
     * What becomes of a refused leg.
     *
     * @param rejected inputs whose own fault it is
     * @param legs what to send next
     * @param left inputs that will not be sent alone, because the bound on extra calls is reached, or because HubSpot
     *     refuses the batch as such
     */
    record Narrowed(List<Input> rejected, List<Leg> legs, List<Input> left) {}

    private final Operation operation;
    private final Watch watch;
    private int callsLeft;

    /**
     * Of one batch.
     *
     * @param maxCalls calls that may be spent on isolation
     * @param watch told of those that are
     */
    Isolation(Operation operation, int maxCalls, Watch watch) {
        this.operation = operation;
        this.callsLeft = maxCalls;
        this.watch = watch;
    }

    /** What to do with {@code leg}, which keeps nothing back, refused as a whole with {@code status} and {@code error}. */
    Narrowed narrow(Leg leg, Traces traces, int status, HubSpotError error, Group group) {
        Suspects suspects = suspects(leg, traces, status, error, group, leg.size() == 1);
        if (suspects.named()) {
            return spend(named(leg, suspects, error), 1);
        }
        if (leg.size() == 1) {
            return new Narrowed(leg.inputs(), List.of(), List.of());
        }
        if (group.isRefused()) {
            return new Narrowed(List.of(), List.of(), leg.inputs());
        }
        if (!suspects.indexes().isEmpty()) {
            List<Leg> legs = pointedAt(leg, suspects, error);
            return spend(new Narrowed(List.of(), legs, leg.inputs()), legs.size());
        }
        boolean isForbidden = status == FORBIDDEN && !group.isProven();
        if ((group.isSuspected() || isForbidden) && status != CONFLICT) {
            List<Leg> legs = singles(leg, error);
            return spend(new Narrowed(List.of(), legs, leg.inputs()), legs.size());
        }
        return spend(halved(leg, error), 2);
    }

    /** What to do with {@code leg} when it is not known where in it the fault is: one half, and then the other. */
    Narrowed halve(Leg leg, HubSpotError error) {
        return spend(halved(leg, error), 2);
    }

    /** What to do with a half that was kept back while the other was tried, now that the fault is known to be in it. */
    Narrowed narrowKept(Leg kept, HubSpotError error) {
        return kept.size() == 1 ? new Narrowed(List.of(), List.of(kept), List.of()) : spend(halved(kept, error), 1);
    }

    /**
     * Those the refusal names or points at; if it points at none, it counts against the group.
     *
     * @param asSingle whether it counts as the refusal of a single input
     */
    Suspects suspects(Leg leg, Traces traces, int status, HubSpotError error, Group group, boolean asSingle) {
        Suspects suspects = Suspects.of(operation, leg.chunk(), traces, error);
        if (suspects.indexes().isEmpty()) {
            if (AS_SUCH.stream().anyMatch(error.message()::startsWith) && !group.isProven()) {
                group.refusedAsSuch(error);
            } else if (status != CONFLICT) {
                group.refused(status, error, asSingle);
            }
        }
        return suspects;
    }

    private static Narrowed named(Leg leg, Suspects suspects, HubSpotError error) {
        List<Input> rejected = new ArrayList<>();
        List<Input> rest = new ArrayList<>();
        for (int i = 0; i < leg.size(); i++) {
            (suspects.indexes().contains(i) ? rejected : rest).add(leg.inputs().get(i));
        }
        List<Leg> legs = rest.isEmpty() ? List.of() : List.of(leg.afterRefusal(rest, error));
        return new Narrowed(rejected, legs, rest);
    }

    /** A few suspects are sent alone; many together, because a refusal that points at many points at none. */
    private static List<Leg> pointedAt(Leg leg, Suspects suspects, HubSpotError error) {
        List<Input> pointed = new ArrayList<>();
        List<Input> rest = new ArrayList<>();
        for (int i = 0; i < leg.size(); i++) {
            (suspects.indexes().contains(i) ? pointed : rest).add(leg.inputs().get(i));
        }
        List<Leg> legs = new ArrayList<>();
        if (pointed.size() > MOST_ALONE) {
            legs.add(leg.afterRefusal(pointed, error));
        } else {
            pointed.forEach(input -> legs.add(leg.afterRefusal(List.of(input), error)));
        }
        legs.add(leg.afterRefusal(rest, error));
        return legs;
    }

    private static Narrowed halved(Leg leg, HubSpotError error) {
        List<Chunk> halves = leg.chunk().halves();
        Leg second = leg.afterRefusal(halves.get(1).inputs(), error);
        Leg first = leg.afterRefusal(halves.get(0).inputs(), error).keeping(second);
        return new Narrowed(List.of(), List.of(first), leg.inputs());
    }

    /** Inputs from both ends and the middle alone, then what is between them. */
    private static List<Leg> singles(Leg leg, HubSpotError error) {
        List<Input> inputs = new ArrayList<>(leg.inputs());
        List<Leg> legs = new ArrayList<>();
        legs.add(leg.afterRefusal(List.of(inputs.remove(0)), error));
        legs.add(leg.afterRefusal(List.of(inputs.remove(inputs.size() - 1)), error));
        if (!inputs.isEmpty()) {
            legs.add(leg.afterRefusal(List.of(inputs.remove(inputs.size() / 2)), error));
        }
        if (!inputs.isEmpty()) {
            legs.add(leg.afterRefusal(inputs, error));
        }
        return legs;
    }

    /** {@code narrowed} has its legs and, should they be too many, the inputs left with them: one of both it is. */
    private Narrowed spend(Narrowed narrowed, int calls) {
        if (narrowed.legs().isEmpty()) {
            return new Narrowed(narrowed.rejected(), List.of(), List.of());
        }
        if (callsLeft >= calls) {
            callsLeft -= calls;
            watch.isolates(operation, calls);
            return new Narrowed(narrowed.rejected(), narrowed.legs(), List.of());
        }
        return new Narrowed(narrowed.rejected(), List.of(), narrowed.left());
    }
}
