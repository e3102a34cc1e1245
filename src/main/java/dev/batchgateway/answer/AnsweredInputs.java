package dev.batchgateway.answer;

import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Outcome;
import java.util.List;

/**
 * The inputs of a batch, read once more for the errors that are made when they leave.
 *
 * @param inputs those that the batch had
 * @param reader reads them as the batch did
 */
public record AnsweredInputs(Inputs inputs, InputReader reader) {
    Input at(int position) {
        return reader.read(position, inputs.get(position));
    }

    /** How the one at {@code position} has ended, which is no input. */
    Outcome refused(int position) {
        return new Outcome.Rejected(List.of(inputs.why(position).error()));
    }
}
