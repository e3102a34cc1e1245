package dev.batchgateway.edge;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import java.util.Iterator;
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

    /** The entry that belongs at {@code position}, in pieces; null when there is none. Ask in ascending order, once each. */
    @Nullable
    Iterator<byte[]> at(int position) {
        Outcome outcome = outcomes.get(position);
        HubSpotError missing = missing(outcome);
        if (missing != null) {
            return missingTold ? null : allMissing(missing);
        }
        byte[] entry = entry(position, outcome);
        return entry == null ? null : List.of(entry).iterator();
    }

    private byte @Nullable [] entry(int position, @Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            return success.notes().isEmpty() ? null : ErrorEntry.rejected(position, input(position), success.notes());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return ErrorEntry.rejected(position, input(position), rejected.errors());
        }
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return ErrorEntry.own(position, input(position), "UNCONFIRMED", unconfirmed.reason(), unconfirmed.said());
        }
        if (outcome instanceof Outcome.Unsent unsent) {
            return ErrorEntry.own(position, input(position), "UNSENT", unsent.reason(), unsent.said());
        }
        throw new IllegalStateException("Input " + position + " has no outcome");
    }

    private Iterator<byte[]> allMissing(HubSpotError error) {
        missingTold = true;
        return new MissingIds(error, inputs.size(), position -> missing(outcomes.get(position)) != null, position -> {
            String id = input(position).id();
            return id == null ? "" : id;
        });
    }

    private @Nullable HubSpotError missing(@Nullable Outcome outcome) {
        if (operation != Operation.OBJECT_READ || !(outcome instanceof Outcome.Rejected rejected)) {
            return null;
        }
        HubSpotError error = rejected.errors().get(0);
        return error.category().equals(NOT_FOUND) ? error : null;
    }

    private Input input(int position) {
        return reader.read(position, inputs.get(position));
    }
}
