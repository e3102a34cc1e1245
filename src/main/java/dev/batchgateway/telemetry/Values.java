package dev.batchgateway.telemetry;

import dev.batchgateway.retry.ReplyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How values of labels are spelled. */
final class Values {
    private static final String OBJECTS = "objects";
    private static final String ASSOCIATIONS = "associations";

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
}
