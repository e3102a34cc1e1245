package dev.batchgateway.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Result;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.testing.Calls;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call and its answer, and what the matcher makes of them, as short texts. */
final class Matching {
    private final Operation operation;
    private Envelope envelope;
    private List<String> inputs = List.of();
    private boolean strict;
    private List<Outcome> outcomes = List.of();

    private Matching(Operation operation) {
        this.operation = operation;
        this.envelope = Envelope.none(operation);
    }

    static Matching of(Operation operation) {
        return new Matching(operation);
    }

    Matching in(String... members) {
        envelope = Calls.envelope(operation, members);
        return this;
    }

    Matching sent(String... texts) {
        inputs = List.of(texts);
        return this;
    }

    /** Without trace ids of ours. */
    Matching strictly() {
        strict = true;
        return this;
    }

    Matching answered(String body) {
        return answered(200, body);
    }

    Matching answered(int status, String body) {
        Chunk chunk = Calls.chunk(operation, envelope, inputs);
        Traces traces = operation.isTraced() && !strict ? Traces.forEveryInputOf(chunk) : Traces.callersOnly(chunk);
        outcomes = new Matcher(operation, envelope).match(chunk, traces, Calls.answer(status, body));
        assertEquals(inputs.size(), outcomes.size());
        return this;
    }

    /**
     * Checks the outcome of each input: {@code +} with its results (followed by {@code ?} when not surely its own and
     * {@code !} and the categories of its notes), {@code -} with the categories of its errors, {@code ?} with the
     * reason and the category of what HubSpot said.
     */
    void ended(String... expected) {
        assertEquals(
                String.join("\n", expected),
                outcomes.stream().map(Matching::shown).collect(Collectors.joining("\n")));
    }

    /** Only the kinds: {@code +}, {@code -}, {@code ?}, one character for each input. */
    void endedAs(String kinds) {
        assertEquals(kinds, outcomes.stream().map(o -> shown(o).substring(0, 1)).collect(Collectors.joining()));
    }

    private static String shown(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            String notes = success.notes().isEmpty() ? "" : "!" + categories(success.notes());
            return "+" + (success.paired() ? "" : "?") + notes
                    + success.results().stream().map(Result::toString).collect(Collectors.joining(" "));
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return "-" + categories(rejected.errors());
        }
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return "?" + unconfirmed.reason() + said(unconfirmed.said());
        }
        return "unsent";
    }

    private static String said(@Nullable HubSpotError error) {
        return error == null ? "" : " " + error.category();
    }

    private static String categories(List<HubSpotError> errors) {
        return errors.stream().map(HubSpotError::category).collect(Collectors.joining(","));
    }
}
