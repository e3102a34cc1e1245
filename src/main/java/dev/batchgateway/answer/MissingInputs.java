package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The inputs of a read whose ids HubSpot does not know: they share one entry of its answer. */
final class MissingInputs {
    private static final String NOT_FOUND = "OBJECT_NOT_FOUND";

    private final boolean isRead;
    private final BitSet positions = new BitSet();
    private @Nullable HubSpotError error;

    MissingInputs(Operation operation) {
        this.isRead = operation == Operation.OBJECT_READ;
    }

    /** Takes {@code position} in if that is what {@code outcome} says; answers whether it is. */
    boolean take(int position, Outcome outcome) {
        if (!isRead || !(outcome instanceof Outcome.Rejected rejected)) {
            return false;
        }
        HubSpotError said = rejected.errors().get(0);
        if (!said.category().equals(NOT_FOUND)) {
            return false;
        }
        if (error == null) {
            error = CompactOutcome.error(said);
        }
        positions.set(position);
        return true;
    }

    /** Takes {@code position} in, which asks for the same id as {@code leader}, if that is missing. */
    void follow(int position, int leader) {
        if (positions.get(leader)) {
            positions.set(position);
        }
    }

    BitSet positions() {
        return positions;
    }

    /** HubSpot's words; null when none is missing. */
    @Nullable
    HubSpotError error() {
        return error;
    }
}
