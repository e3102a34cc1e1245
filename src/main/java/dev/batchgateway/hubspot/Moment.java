package dev.batchgateway.hubspot;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The times in HubSpot's answers. They come in one form, {@code "2026-11-22T22:16:59.117Z"} (EXAMPLES 1), which is read
 * without a formatter, as two or three of them come with every call; any other ISO form goes the long way.
 */
final class Moment {
    private static final String FORM = "\"0000-00-00T00:00:00.000Z\"";
    private static final long SECONDS_PER_DAY = 86_400;

    private Moment() {}

    /** The time {@code value} tells; null when it tells none. */
    static @Nullable Instant read(Slice value) {
        try {
            if (hasForm(value) && isTimeOfDay(value)) {
                long day = LocalDate.of(number(value, 1, 4), number(value, 6, 2), number(value, 9, 2))
                        .toEpochDay();
                int second = (number(value, 12, 2) * 60 + number(value, 15, 2)) * 60 + number(value, 18, 2);
                return Instant.ofEpochSecond(day * SECONDS_PER_DAY + second, number(value, 21, 3) * 1_000_000L);
            }
            String text = JsonText.string(value);
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean hasForm(Slice value) {
        if (value.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            byte there = value.at(i);
            char wanted = FORM.charAt(i);
            if (wanted == '0' ? there < '0' || there > '9' : there != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTimeOfDay(Slice value) {
        return number(value, 12, 2) < 24 && number(value, 15, 2) < 60 && number(value, 18, 2) < 60;
    }

    private static int number(Slice value, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = 10 * number + value.at(i) - '0';
        }
        return number;
    }
}
