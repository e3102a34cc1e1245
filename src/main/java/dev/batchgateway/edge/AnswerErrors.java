package dev.batchgateway.edge;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The errors of one answer, made one position at a time: an entry for each input that has one (clients count and map
 * them by trace id), but one for all the missing ids of a read, as at HubSpot.
 */
final class AnswerErrors {
    private static final String NOT_FOUND = "OBJECT_NOT_FOUND";

    private final Operation operation;
    private final Inputs inputs;
    private final InputReader reader;
    private final Outcomes outcomes;
    private boolean missingTold;

    AnswerErrors(Operation operation, Inputs inputs, InputReader reader, Outcomes outcomes) {
        this.operation = operation;
        this.inputs = inputs;
        this.reader = reader;
        this.outcomes = outcomes;
    }

    /** The entry that belongs at {@code position}; null when there is none. Ask in ascending order, each once. */
    byte @Nullable [] at(int position) {
        Outcome outcome = outcomes.get(position);
        if (outcome instanceof Outcome.Succeeded success) {
            return success.notes().isEmpty() ? null : ErrorEntry.rejected(position, input(position), success.notes());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            HubSpotError missing = missing(outcome);
            if (missing == null) {
                return ErrorEntry.rejected(position, input(position), rejected.errors());
            }
            return missingTold ? null : allMissing(missing, position);
        }
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return ErrorEntry.own(position, input(position), "UNCONFIRMED", unconfirmed.reason(), unconfirmed.said());
        }
        if (outcome instanceof Outcome.Unsent unsent) {
            return ErrorEntry.own(position, input(position), "UNSENT", unsent.reason(), unsent.said());
        }
        throw new IllegalStateException("Input " + position + " has no outcome");
    }

    private byte[] allMissing(HubSpotError error, int from) {
        missingTold = true;
        List<Integer> positions = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int position = from; position < inputs.size(); position++) {
            Outcome outcome = outcomes.get(position);
            if (outcome != null && missing(outcome) != null) {
                positions.add(position);
                String id = input(position).id();
                ids.add(id == null ? "" : id);
            }
        }
        return ErrorEntry.missing(error, positions, ids);
    }

    private @Nullable HubSpotError missing(Outcome outcome) {
        boolean isOne = operation == Operation.OBJECT_READ
                && outcome instanceof Outcome.Rejected rejected
                && rejected.errors().get(0).category().equals(NOT_FOUND);
        return isOne ? ((Outcome.Rejected) outcome).errors().get(0) : null;
    }

    private Input input(int position) {
        return reader.read(position, inputs.get(position));
    }
}
