package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.fuzz.Seen;
import dev.batchgateway.json.Slice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must come of a reply that is one JSON object to Jackson; the slow, obvious way. */
final class ExpectedReply {
    private static final Set<String> LISTS = Set.of("results", "errors");
    private static final Set<String> KNOWN =
            Set.of("status", "results", "errors", "numErrors", "requestedAt", "startedAt", "completedAt");
    private static final int MOST_UNLISTED = 9_999;

    private ExpectedReply() {}

    /** Whether its lists are lists of objects, or null; one that is given twice adds to the first. */
    static boolean isReadable(Seen body) {
        return hasLists(body)
                && body.members().stream()
                        .filter(member -> LISTS.contains(member.name()))
                        .allMatch(member -> member.value().elements().stream().allMatch(Seen::isObject));
    }

    private static boolean hasLists(Seen body) {
        return body.members().stream()
                .filter(member -> LISTS.contains(member.name()))
                .allMatch(member -> member.value().isArray() || member.value().token() == JsonToken.VALUE_NULL);
    }

    static void checkAnswer(Seen body, Answer answer) {
        assertEquals(200, answer.status());
        assertEquals(elements(body, "results"), texts(answer.results()));
        List<String> errors = elements(body, "errors");
        List<String> read = texts(answer.errors());
        assertEquals(errors, read.subList(0, Math.min(errors.size(), read.size())));
        assertEquals(Math.max(errors.size(), counted(body)), read.size());
        Seen status = body.last("status");
        assertEquals(status == null ? "" : String.valueOf(status.scalar()), answer.state());
        assertEquals(instant(body, "requestedAt"), answer.requestedAt());
        assertEquals(instant(body, "startedAt"), answer.startedAt());
        assertEquals(instant(body, "completedAt"), answer.completedAt());
        Map<String, String> others = new LinkedHashMap<>();
        for (Seen.Member member : body.members()) {
            if (!KNOWN.contains(member.name())) {
                others.put(member.name(), member.whole());
            }
        }
        Map<String, String> found = new LinkedHashMap<>();
        answer.others().forEach((name, whole) -> found.put(name, whole.toString()));
        assertEquals(others, found);
    }

    private static List<String> elements(Seen body, String name) {
        return body.members().stream()
                .filter(member -> member.name().equals(name))
                .flatMap(member -> member.value().elements().stream())
                .map(Seen::written)
                .toList();
    }

    private static List<String> texts(List<Slice> slices) {
        return slices.stream().map(Slice::toString).toList();
    }

    /** Any number of four digits at most, as a number or a string; anything else counts for nothing. */
    private static int counted(Seen body) {
        String text = Objects.requireNonNullElse(body.textOf("numErrors"), "");
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = isNumber && text.length() <= 4 ? Integer.parseInt(text) : 0;
        return Math.min(number, MOST_UNLISTED);
    }

    private static @Nullable Instant instant(Seen body, String name) {
        Seen last = body.last(name);
        String text = last == null ? null : last.string();
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    static void checkRefusal(@Nullable Seen body, Reply.Refused refused) {
        HubSpotError error = refused.error();
        assertEquals(-1, refused.retryAfterSeconds());
        if (body == null || !hasLists(body)) {
            assertNull(error);
            assertEquals("", refused.policy());
            return;
        }
        assertNotNull(error);
        Seen policy = body.last("policyName");
        assertEquals(policy == null ? "" : String.valueOf(policy.scalar()), refused.policy());
        assertEquals(textOf(body, "category"), error.category());
        assertEquals(textOf(body, "subCategory"), error.subCategory());
        assertEquals(textOf(body, "message"), error.message());
        assertEquals(lists(body.last("context")), error.context());
        List<String> properties = new ArrayList<>();
        for (Seen.Member member : body.members()) {
            if (member.name().equals("errors")) {
                for (Seen detail : member.value().elements()) {
                    properties.addAll(lists(detail.last("context")).getOrDefault("propertyName", List.of()));
                }
            }
        }
        assertEquals(properties, error.propertyNames());
    }

    private static String textOf(Seen body, String name) {
        return Objects.requireNonNullElse(body.textOf(name), "");
    }

    /** Each member's texts: its own, or those among its elements. */
    private static Map<String, List<String>> lists(@Nullable Seen object) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (Seen.Member member : object == null ? List.<Seen.Member>of() : object.members()) {
            List<Seen> values = member.value().isArray() ? member.value().elements() : List.of(member.value());
            List<String> texts = new ArrayList<>();
            for (Seen value : values) {
                String text = value.scalar();
                if (text != null) {
                    texts.add(text);
                }
            }
            lists.put(member.name(), texts);
        }
        return lists;
    }
}
