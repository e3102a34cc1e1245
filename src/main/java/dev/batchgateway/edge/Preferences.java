package dev.batchgateway.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the caller prefers ({@code Prefer}, RFC 7240). What is not known or cannot be read is not applied, and so not
 * echoed in {@code Preference-Applied}.
 *
 * @param strict {@code handling=strict}: each HubSpot call is all or nothing
 * @param minimal {@code return=minimal}: counts and errors, no results
 * @param longest {@code wait=N}: stop after N seconds; null when not asked for
 * @param applied for {@code Preference-Applied}; empty when there is nothing
 */
record Preferences(
        boolean strict, boolean minimal, @Nullable Duration longest, String applied) {
    private static final int MOST_SECONDS_DIGITS = 6;

    /** Reads the values of all {@code Prefer} headers. Of a preference given twice the first counts. */
    static Preferences of(List<String> headers) {
        boolean strict = false;
        boolean minimal = false;
        Duration wait = null;
        List<String> names = new ArrayList<>();
        List<String> applied = new ArrayList<>();
        for (String preference : String.join(",", headers).split("[,;]", -1)) {
            String[] parts = preference.split("=", 2);
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            String value =
                    parts.length < 2 ? "" : parts[1].strip().replace("\"", "").toLowerCase(Locale.ROOT);
            if (names.contains(name)) {
                continue;
            }
            boolean known =
                    switch (name) {
                        case "handling" -> value.equals("strict") || value.equals("lenient");
                        case "return" -> value.equals("minimal") || value.equals("representation");
                        case "wait" -> value.matches("\\d{1," + MOST_SECONDS_DIGITS + "}");
                        default -> false;
                    };
            if (known) {
                names.add(name);
                applied.add(name + "=" + value);
                strict |= name.equals("handling") && value.equals("strict");
                minimal |= value.equals("minimal");
                wait = name.equals("wait") ? Duration.ofSeconds(Long.parseLong(value)) : wait;
            }
        }
        return new Preferences(strict, minimal, wait, String.join(", ", applied));
    }
}
