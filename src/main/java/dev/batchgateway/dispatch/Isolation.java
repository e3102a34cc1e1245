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
    /** Refusals that hold for every call of the batch (API-FACTS 1.2, 3.4). */
    private static final List<String> AS_SUCH =
            List.of("Unable to perform update/upsert by non-unique", "Unable to infer object type");

    /**
     * What becomes of a refused leg.
     *
     * @param rejected inputs whose own fault it is
     * @param legs what to send next
     * @param left inputs that will not be sent alone, because the bound on extra calls is reached
     */
    record Narrowed(List<Input> rejected, List<Leg> legs, List<Input> left) {}

    private final Operation operation;
    private int callsLeft;

    /** @param maxCalls calls that may be spent on isolation in this batch */
    Isolation(Operation operation, int maxCalls) {
        this.operation = operation;
        this.callsLeft = maxCalls;
    }

    /** What to do with {@code leg}, refused as a whole with {@code status} and {@code error}. */
    Narrowed narrow(Leg leg, Traces traces, int status, HubSpotError error, Group group) {
        Suspects suspects = Suspects.of(operation, leg.chunk(), traces, error);
        if (suspects.named()) {
            return spend(leg, named(leg, suspects, error));
        }
        if (suspects.indexes().isEmpty()) {
            weigh(leg, status, error, group);
        }
        if (leg.size() == 1) {
            return new Narrowed(leg.chunk().inputs(), others(leg), List.of());
        }
        if (group.isRefused()) {
            return new Narrowed(List.of(), List.of(), all(leg));
        }
        if (!suspects.indexes().isEmpty()) {
            return spend(leg, pointedAt(leg, suspects, error));
        }
        List<Leg> legs = group.isSuspected() && status != CONFLICT ? singles(leg, error) : halves(leg, error);
        return spend(leg, new Narrowed(List.of(), legs, List.of()));
    }

    /** The half kept back while {@code leg} was tried, now that it is known to hold the fault. */
    List<Leg> faultyHalf(Leg leg, HubSpotError error) {
        Chunk other = leg.other();
        if (other == null) {
            return List.of();
        }
        return other.size() == 1
                ? List.of(leg.afterRefusal(other, error, null))
                : halves(leg.afterRefusal(other, error, null), error);
    }

    /** The half kept back while {@code leg} was tried, of which nothing is known. */
    static List<Leg> others(Leg leg) {
        Chunk other = leg.other();
        HubSpotError refusal = leg.refusal();
        return other == null || refusal == null ? List.of() : List.of(leg.afterRefusal(other, refusal, null));
    }

    private void weigh(Leg leg, int status, HubSpotError error, Group group) {
        if (AS_SUCH.stream().anyMatch(error.message()::startsWith) && !group.isProven()) {
            group.refusedAsSuch(error);
        } else if (status != CONFLICT) {
            group.refused(error, leg.size());
        }
    }

    private static Narrowed named(Leg leg, Suspects suspects, HubSpotError error) {
        List<Input> rejected = new ArrayList<>();
        List<Input> rest = new ArrayList<>();
        for (int i = 0; i < leg.size(); i++) {
            (suspects.indexes().contains(i) ? rejected : rest)
                    .add(leg.chunk().inputs().get(i));
        }
        List<Leg> legs = new ArrayList<>(others(leg));
        if (!rest.isEmpty()) {
            legs.add(leg.afterRefusal(new Chunk(rest), error, null));
        }
        return new Narrowed(rejected, legs, List.of());
    }

    private static Narrowed pointedAt(Leg leg, Suspects suspects, HubSpotError error) {
        List<Leg> legs = new ArrayList<>(others(leg));
        List<Input> rest = new ArrayList<>();
        for (int i = 0; i < leg.size(); i++) {
            Input input = leg.chunk().inputs().get(i);
            if (suspects.indexes().contains(i)) {
                legs.add(leg.afterRefusal(new Chunk(List.of(input)), error, null));
            } else {
                rest.add(input);
            }
        }
        legs.add(leg.afterRefusal(new Chunk(rest), error, null));
        return new Narrowed(List.of(), legs, List.of());
    }

    private static List<Leg> halves(Leg leg, HubSpotError error) {
        List<Chunk> halves = leg.chunk().halves();
        List<Leg> legs = new ArrayList<>(others(leg));
        legs.add(leg.afterRefusal(halves.get(0), error, halves.get(1)));
        return legs;
    }

    /** Inputs from both ends alone, then what is between them. */
    private static List<Leg> singles(Leg leg, HubSpotError error) {
        List<Input> inputs = new ArrayList<>(all(leg));
        List<Leg> legs = new ArrayList<>();
        legs.add(leg.afterRefusal(new Chunk(List.of(inputs.remove(0))), error, null));
        legs.add(leg.afterRefusal(new Chunk(List.of(inputs.remove(inputs.size() - 1))), error, null));
        if (!inputs.isEmpty()) {
            legs.add(leg.afterRefusal(new Chunk(List.of(inputs.remove(inputs.size() / 2))), error, null));
        }
        if (!inputs.isEmpty()) {
            legs.add(leg.afterRefusal(new Chunk(inputs), error, null));
        }
        return legs;
    }

    private static List<Input> all(Leg leg) {
        List<Input> all = new ArrayList<>(leg.chunk().inputs());
        Chunk other = leg.other();
        if (other != null) {
            all.addAll(other.inputs());
        }
        return all;
    }

    private Narrowed spend(Leg leg, Narrowed narrowed) {
        if (callsLeft < narrowed.legs().size()) {
            List<Input> left = all(leg);
            left.removeAll(narrowed.rejected());
            return new Narrowed(narrowed.rejected(), List.of(), left);
        }
        callsLeft -= narrowed.legs().size();
        return narrowed;
    }
}
