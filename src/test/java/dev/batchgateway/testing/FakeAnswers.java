package dev.batchgateway.testing;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.FakeInputs.Kind;
import dev.batchgateway.testing.FakeInputs.Parsed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link FakeHubSpot} answers to a call that has reached it, after API-FACTS 3 and EXAMPLES. */
public final class FakeAnswers {
    record Worked(Reply reply, List<Parsed> written) {}

    private final SplittableRandom random;
    private final List<String> badTokens = new ArrayList<>();
    private int mostInputs = Integer.MAX_VALUE;
    private int mostFitting = Integer.MAX_VALUE;
    private int mostReadable = Integer.MAX_VALUE;
    private String padding = "";
    private boolean echoesTraces = true;
    private boolean comparesByCase = true;
    private Function<List<String>, Reply.@Nullable Refused> refusal = names -> null;

    FakeAnswers(SplittableRandom random) {
        this.random = random;
    }

    /** Whether results carry the trace ids of their inputs. */
    public FakeAnswers echoesTraces(boolean echoes) {
        echoesTraces = echoes;
        return this;
    }

    /** Takes at most so many inputs in a call, and says so. */
    public FakeAnswers mostInputs(int most) {
        mostInputs = most;
        return this;
    }

    /** Takes at most so many inputs in a call, and says 413. */
    public FakeAnswers tooLargeAbove(int most) {
        mostFitting = most;
        return this;
    }

    /** The answer to a call with more inputs is larger than there is memory for. */
    public FakeAnswers tooLargeToReadAbove(int most) {
        mostReadable = most;
        return this;
    }

    /** Each result has so many bytes more. */
    public FakeAnswers padded(int bytes) {
        padding = ",\"padding\":\"" + "x".repeat(bytes) + "\"";
        return this;
    }

    /** Ids that differ by case alone are the same to it. */
    public FakeAnswers ignoresCase() {
        comparesByCase = false;
        return this;
    }

    /** Calls with this {@code Authorization} meet a 401. */
    public FakeAnswers badToken(String authorization) {
        badTokens.add(authorization);
        return this;
    }

    /** Refuses calls by the names of their inputs; null lets one pass. */
    public FakeAnswers refuses(Function<List<String>, Reply.@Nullable Refused> newRefusal) {
        refusal = newRefusal;
        return this;
    }

    Worked work(Operation operation, List<Parsed> inputs, String authorization) {
        Reply refused = refusedAsAWhole(inputs, authorization);
        if (refused != null) {
            return new Worked(refused, List.of());
        }
        boolean multiStatus = !operation.isTraced()
                || inputs.stream().map(Parsed::trace).distinct().count() == inputs.size();
        if (inputs.stream().anyMatch(input -> input.kind() == Kind.CONFLICT)) {
            return new Worked(refused(409, "CONFLICT", "Contact already exists"), List.of());
        }
        if (!multiStatus && inputs.stream().anyMatch(input -> input.kind() == Kind.BAD)) {
            return new Worked(refused(400, "VALIDATION_ERROR", "Something is not valid"), List.of());
        }
        List<Slice> results = new ArrayList<>();
        List<Slice> errors = new ArrayList<>();
        List<Parsed> written = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Parsed input : inputs) {
            if (input.kind() == Kind.MISSING) {
                missing.add(input.name());
            } else if (input.kind() == Kind.BAD) {
                errors.add(Slice.of(error(input)));
            } else {
                written.add(input);
                if (input.kind() != Kind.SILENT) {
                    results.add(random.nextInt(results.size() + 1), Slice.of(result(input)));
                }
            }
        }
        if (!missing.isEmpty()) {
            errors.add(Slice.of("{\"status\":\"error\",\"category\":\"OBJECT_NOT_FOUND\",\"message\":\"Not there\","
                    + "\"context\":{\"ids\":[\"" + String.join("\",\"", missing) + "\"]}}"));
        }
        Reply reply = inputs.size() > mostReadable
                ? new Reply.NoAnswer("too large", false, true)
                : answer(operation, results, errors);
        return new Worked(reply, operation.writes() ? written : List.of());
    }

    private @Nullable Reply refusedAsAWhole(List<Parsed> inputs, String authorization) {
        if (badTokens.contains(authorization)) {
            return refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found");
        }
        if (inputs.size() > mostInputs) {
            return refused(
                    400,
                    "VALIDATION_ERROR",
                    "The maximum number of inputs supported in a batch is " + mostInputs
                            + ". Please reduce the number of items and try again");
        }
        if (inputs.size() > mostFitting) {
            return html(413);
        }
        Set<String> seen = new HashSet<>();
        for (Parsed input : inputs) {
            String id = comparesByCase ? input.name() : input.name().toLowerCase(Locale.ROOT);
            if (input.hasId() && !seen.add(id)) {
                return named(400, "Duplicate IDs found in batch input: [" + id + "]. IDs must be unique", List.of(id));
            }
        }
        return refusal.apply(inputs.stream().map(Parsed::name).toList());
    }

    private static Reply answer(Operation operation, List<Slice> results, List<Slice> errors) {
        if (operation.isArchive() && errors.isEmpty()) {
            return new Reply.Answered(Answer.empty(204));
        }
        int status = errors.isEmpty() ? operation.usualSuccess() : 207;
        return new Reply.Answered(new Answer(
                status, operation.isArchive() ? List.of() : results, errors, "COMPLETE", null, null, null, Map.of()));
    }

    private String result(Parsed input) {
        String trace = echoesTraces && input.trace() != null ? ",\"objectWriteTraceId\":\"" + input.trace() + "\"" : "";
        String name = input.hasId() ? "sku" : "name";
        return "{\"id\":\"" + (input.hasId() ? input.name() : "made-" + input.name()) + "\",\"properties\":{\"" + name
                + "\":\"" + input.name() + "\",\"v\":\"" + input.value() + "\"}" + padding + trace + "}";
    }

    private static String error(Parsed input) {
        String context = input.trace() != null
                ? "\"objectWriteTraceId\":[\"" + input.trace() + "\"]"
                : "\"ids\":[\"" + input.name() + "\"]";
        return "{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":\"" + input.name()
                + " is not valid\",\"context\":{" + context + "}}";
    }

    /** A refusal that names no input. */
    public static Reply.Refused refused(int status, String category, String message) {
        return new Reply.Refused(
                status,
                HubSpotError.of(Slice.of(
                        "{\"status\":\"error\",\"category\":\"" + category + "\",\"message\":\"" + message + "\"}")),
                "",
                -1);
    }

    /** A refusal that names inputs. */
    public static Reply.Refused named(int status, String message, List<String> ids) {
        return new Reply.Refused(
                status,
                HubSpotError.of(Slice.of("{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":\""
                        + message + "\",\"context\":{\"ids\":[\"" + String.join("\",\"", ids) + "\"]}}")),
                "",
                -1);
    }

    /** A refusal whose body cannot be read. */
    public static Reply.Refused html(int status) {
        return new Reply.Refused(status, null, "", -1);
    }

    /** 429 of the ten-second limit. */
    public static Reply.Refused throttled() {
        return new Reply.Refused(429, null, "TEN_SECONDLY_ROLLING", -1);
    }

    /** 429 of the daily limit. */
    public static Reply.Refused daily() {
        return new Reply.Refused(
                429,
                HubSpotError.of(Slice.of("{\"status\":\"error\",\"message\":\"You have reached your daily limit.\","
                        + "\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}")),
                "DAILY",
                -1);
    }
}
