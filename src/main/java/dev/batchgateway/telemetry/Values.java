package dev.batchgateway.telemetry;

import dev.batchgateway.access.Denial;
import dev.batchgateway.batch.Family;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.resume.Found;
import dev.batchgateway.retry.ReplyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How values of labels are spelled. */
final class Values {
    private static final String OBJECTS = "objects";
    private static final String ASSOCIATIONS = "associations";

    /** As the outcomes are called in an answer's account. */
    static final String SUCCEEDED = "succeeded";

    static final String REJECTED = "rejected";
    static final String UNCONFIRMED = "unconfirmed";
    static final String UNSENT = "unsent";

    /** A call that was passed on has no answer: HubSpot never saw it. */
    static final String NOT_REACHED = "not_reached";

    /** The same, but it may have. */
    static final String NO_ANSWER = "no_answer";

    /** Of an answer that is nobody's refusal. */
    static final String NONE = "none";

    /** Of an answer that was broken off. */
    static final String CUT = "cut";

    /** A request's head that did not come. */
    static final String HEAD = "head";

    /** A connection's next request that did not come. */
    static final String KEEP_ALIVE = "keep_alive";

    /** Room for what connections have sent. */
    static final String MEMORY = "memory";

    private static final String UNKNOWN = "unknown";

    private static final List<Integer> STATUSES = List.of(
            200, 201, 202, 204, 207, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 423, 429, 477, 499, 500, 502,
            503, 504, 520, 521, 522, 523, 524, 525, 526);

    /** Those of a call that was passed on which say something that others of their hundred do not. */
    private static final List<Integer> ANSWERS = List.of(401, 403, 429);

    private static final List<String> HUNDREDS = List.of("2xx", "3xx", "4xx", "5xx");

    private Values() {}

    static String budget(boolean associations) {
        return associations ? ASSOCIATIONS : OBJECTS;
    }

    static String reply(ReplyKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static List<String> budgets() {
        return List.of(OBJECTS, ASSOCIATIONS);
    }

    static List<String> replies() {
        return Arrays.stream(ReplyKind.values()).map(Values::reply).toList();
    }

    static String family(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    static List<String> families() {
        return Arrays.stream(Family.values()).map(Values::family).toList();
    }

    /** How it may stand with the shared store, as the readiness says it. */
    static List<String> stores() {
        return List.of("none", "unknown", "shared", "lost");
    }

    static String operation(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }

    static List<String> operations() {
        return Arrays.stream(Operation.values()).map(Values::operation).toList();
    }

    static String found(Found found) {
        return found.name().toLowerCase(Locale.ROOT);
    }

    static List<String> found() {
        return Arrays.stream(Found.values()).map(Values::found).toList();
    }

    static String denial(Denial why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    static List<String> denials() {
        return Arrays.stream(Denial.values()).map(Values::denial).toList();
    }

    /** Which bound a connection was closed for. */
    static List<String> limits() {
        return List.of(HEAD, KEEP_ALIVE, MEMORY);
    }

    static List<String> kinds() {
        return List.of("batch", "passed_on", "other");
    }

    /** A status by itself if it is usual, else its hundred. */
    static String status(int status) {
        return STATUSES.contains(status) ? String.valueOf(status) : hundred(status);
    }

    static List<String> statuses() {
        return Stream.concat(STATUSES.stream().map(String::valueOf), HUNDREDS.stream())
                .toList();
    }

    /** HubSpot's answer to a call that was passed on, by its status. */
    static String answer(int status) {
        return ANSWERS.contains(status) ? String.valueOf(status) : hundred(status);
    }

    static List<String> answers() {
        return Stream.of(HUNDREDS.stream(), ANSWERS.stream().map(String::valueOf), Stream.of(NOT_REACHED, NO_ANSWER))
                .flatMap(values -> values)
                .toList();
    }

    /** HubSpot, or what is in front of it, may answer with any number. */
    private static String hundred(int status) {
        return HUNDREDS.get(Math.max(2, Math.min(5, status / 100)) - 2);
    }

    static String category(String category) {
        return categories().contains(category) ? category : UNKNOWN;
    }

    static List<String> categories() {
        return List.of(
                NONE,
                "hubspot",
                "validation_error",
                "invalid_authentication",
                "missing_scopes",
                "object_not_found",
                "conflict",
                "rate_limits",
                UNSENT,
                UNCONFIRMED,
                "internal_error",
                CUT,
                "left",
                UNKNOWN);
    }

    static List<String> outcomes() {
        return List.of(SUCCEEDED, REJECTED, UNCONFIRMED, UNSENT);
    }
}
