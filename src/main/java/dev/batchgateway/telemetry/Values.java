package dev.batchgateway.telemetry;

import dev.batchgateway.access.Denial;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.resume.Found;
import dev.batchgateway.retry.ReplyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How values of labels are spelled. */
final class Values {
    private static final String OBJECTS = "objects";
    private static final String ASSOCIATIONS = "associations";

    /** As the outcomes are called in an answer's account. */
    static final String SUCCEEDED = "succeeded";

    static final String REJECTED = "rejected";
    static final String UNCONFIRMED = "unconfirmed";
    static final String UNSENT = "unsent";

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

    static List<String> outcomes() {
        return List.of(SUCCEEDED, REJECTED, UNCONFIRMED, UNSENT);
    }
}
