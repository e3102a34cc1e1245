package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Result;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.fuzz.Allocated;
import dev.batchgateway.fuzz.Seen;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import dev.batchgateway.match.Matcher;
import dev.batchgateway.testing.Calls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Matches an answer with a call of four inputs of every operation, and holds the outcomes to what the answer says. */
final class MatchedAnswers {
    /** 9,999 unlisted errors for each input, read and compared. */
    private static final long FIXED_BYTES = 64 << 20;

    private static final long BYTES_PER_BYTE = 20_000;

    /**
     * A call that was sent.
     *
     * @param envelope asks a read by e-mail for more properties, so that one is added
     */
    private record Call(Operation operation, Envelope envelope, Chunk chunk, Traces traces) {}

    private static final Map<Operation, Call> CALLS = calls();

    private MatchedAnswers() {}

    static void check(Answer answer) {
        for (Call call : CALLS.values()) {
            long bytes = answer.results().stream().mapToLong(Slice::length).sum()
                    + answer.errors().stream().mapToLong(Slice::length).sum();
            List<Outcome> outcomes = Allocated.atMost(
                    FIXED_BYTES + BYTES_PER_BYTE * bytes,
                    () -> new Matcher(call.operation(), call.envelope()).match(call.chunk(), call.traces(), answer));
            assertEquals(call.chunk().size(), outcomes.size());
            check(call, answer, outcomes);
        }
    }

    private static void check(Call call, Answer answer, List<Outcome> outcomes) {
        Set<String> said = answer.errors().stream().map(Slice::toString).collect(Collectors.toSet());
        List<String> shown = new ArrayList<>();
        int succeeded = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Succeeded success) {
                succeeded++;
                for (Result result : success.results()) {
                    assertNotNull(Seen.object(result.joined().toBytes()), result::toString);
                    shown.add(result.toString());
                }
                assertAllSaid(success.notes(), said);
                if (success.paired() && !call.operation().isAssociation()) {
                    assertOwn(call, i, success, answer);
                }
            } else if (outcome instanceof Outcome.Rejected rejected) {
                assertFalse(rejected.errors().isEmpty());
                assertAllSaid(rejected.errors(), said);
            } else {
                assertTrue(outcome instanceof Outcome.Unconfirmed, outcome::toString);
            }
        }
        assertTrue(shown.size() <= answer.results().size(), "no result is shown twice");
        if (call.operation().hasResults() && call.operation() != Operation.ASSOCIATION_READ) {
            assertTrue(
                    succeeded <= answer.results().size(),
                    () -> "successes without results: " + call.operation() + outcomes);
        }
    }

    private static void assertAllSaid(List<HubSpotError> errors, Set<String> said) {
        errors.forEach(error -> assertTrue(said.contains(error.bytes().toString()), error::toString));
    }

    /** A result that is surely an input's own has its trace id, or its key, or a value it sent. */
    private static void assertOwn(Call call, int index, Outcome.Succeeded success, Answer answer) {
        if (!call.operation().hasResults()) {
            return;
        }
        Input input = call.chunk().inputs().get(index);
        byte[] given = call.traces().given(index);
        String trace = given == null ? input.trace() : JsonText.string(Slice.of(given));
        assertEquals(1, success.results().size());
        boolean isOwn = answer.results().stream()
                .map(result -> Seen.object(result.toBytes()))
                .anyMatch(result -> result != null
                        && (isSame(trace, result.textOf("objectWriteTraceId"))
                                || isSame(input.id(), keyOf(call, input, result))
                                || (call.operation() == Operation.OBJECT_CREATE && sharesValue(input, result))));
        assertTrue(isOwn, () -> call.operation() + " " + index + " has " + success.results());
    }

    private static @Nullable String keyOf(Call call, Input input, Seen result) {
        if (call.operation() == Operation.OBJECT_CREATE) {
            return null;
        }
        Seen properties = result.last("properties");
        boolean isById = input.idProperty() == null;
        return isById ? result.textOf("id") : properties == null ? null : properties.textOf("email");
    }

    private static boolean sharesValue(Input input, Seen result) {
        Seen sent = Seen.object(input.bytes().toBytes());
        Seen values = sent == null ? null : sent.last("properties");
        Seen shown = result.last("properties");
        return values != null
                && shown != null
                && values.members().stream()
                        .anyMatch(value -> isSame(value.value().scalar(), shown.textOf(value.name())));
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one != null && other != null && loose(one).equals(loose(other));
    }

    private static String loose(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static Map<Operation, Call> calls() {
        Map<Operation, Call> calls = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            Envelope envelope = operation == Operation.OBJECT_READ
                    ? Calls.envelope(operation, "\"idProperty\":\"email\"", "\"properties\":[\"a\"]")
                    : Envelope.none(operation);
            Chunk chunk = Calls.chunk(operation, envelope, inputs(operation));
            Traces traces = operation.isTraced() ? Traces.forEveryInputOf(chunk) : Traces.callersOnly(chunk);
            calls.put(operation, new Call(operation, envelope, chunk, traces));
        }
        return calls;
    }

    private static List<String> inputs(Operation operation) {
        return switch (operation) {
            case OBJECT_CREATE ->
                List.of(
                        "{\"properties\":{\"email\":\"a@b.c\",\"a\":\"1\"}}",
                        "{\"properties\":{\"email\":\"d@b.c\",\"a\":\"2\"},\"objectWriteTraceId\":\"t1\"}",
                        "{\"properties\":{\"a\":3}}",
                        "{}");
            case OBJECT_READ ->
                List.of("{\"id\":\"a@b.c\"}", "{\"id\":\"D@b.c\"}", "{\"id\":\"3\"}", "{\"id\":\"\u00e9@b.c\"}");
            case OBJECT_UPSERT ->
                List.of(
                        "{\"id\":\"a@b.c\",\"idProperty\":\"email\",\"properties\":{\"email\":\"a@b.c\"}}",
                        "{\"id\":\"d@b.c\",\"idProperty\":\"email\",\"objectWriteTraceId\":\"t1\"}",
                        "{\"id\":\"x\",\"idProperty\":\"email\",\"properties\":{}}",
                        "{\"id\":\"y\",\"idProperty\":\"email\",\"properties\":{\"a\":\"1\"}}");
            case OBJECT_UPDATE, OBJECT_ARCHIVE, ASSOCIATION_READ ->
                List.of(
                        "{\"id\":\"1\"}",
                        "{\"id\":2,\"objectWriteTraceId\":\"t1\"}",
                        "{\"id\":\"3\"}",
                        "{\"id\":\"4\"}");
            case ASSOCIATION_CREATE, ASSOCIATION_DEFAULT, ASSOCIATION_ARCHIVE, ASSOCIATION_LABELS_ARCHIVE ->
                List.of(
                        "{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"}}",
                        "{\"from\":{\"id\":\"1\"},\"to\":[{\"id\":\"3\"},{\"id\":\"4\"}]}",
                        "{\"from\":{\"id\":\"5\"},\"to\":{\"id\":\"5\"},\"type\":\"a_to_b\"}",
                        "{\"from\":{\"id\":6},\"to\":{\"id\":\"1\"},\"types\":[]}");
        };
    }
}
