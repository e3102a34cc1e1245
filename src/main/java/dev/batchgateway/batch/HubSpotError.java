package dev.batchgateway.batch;

import dev.batchgateway.json.Elements;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error as HubSpot worded it, for a whole call or for some inputs of a multi-status answer (API-FACTS 3.2). Every
 * field may be missing ("should all be treated as optional"); the bytes are kept for passing on.
 *
 * @param bytes the error object as HubSpot sent it
 * @param category for example {@code VALIDATION_ERROR}; empty when there is none
 * @param subCategory for example {@code crm.associations.FROM_OBJECT_NOT_FOUND}; empty when there is none
 * @param message empty when there is none
 * @param context its lists of texts, by name
 * @param propertyNames the properties named in {@code errors[].context.propertyName}
 */
public record HubSpotError(
        Slice bytes,
        String category,
        String subCategory,
        String message,
        Map<String, List<String>> context,
        List<String> propertyNames) {
    private static final MemberName CATEGORY = MemberName.of("category");
    private static final MemberName SUB_CATEGORY = MemberName.of("subCategory");
    private static final MemberName MESSAGE = MemberName.of("message");
    private static final MemberName CONTEXT = MemberName.of("context");
    private static final MemberName ERRORS = MemberName.of("errors");

    /** HubSpot's are UUIDs (API-FACTS 1.5); anything else is not for a log. */
    private static final Pattern CORRELATION_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    /** Reads {@code bytes}, a JSON object. */
    public static HubSpotError of(Slice bytes) {
        String category = "";
        String subCategory = "";
        String message = "";
        Map<String, List<String>> context = Map.of();
        List<String> propertyNames = new ArrayList<>();
        for (Members member = Members.of(bytes); member.next(); ) {
            if (member.is(CATEGORY)) {
                category = text(member.value());
            } else if (member.is(SUB_CATEGORY)) {
                subCategory = text(member.value());
            } else if (member.is(MESSAGE)) {
                message = text(member.value());
            } else if (member.is(CONTEXT)) {
                context = lists(member.value());
            } else if (member.is(ERRORS)) {
                for (Elements detail = Elements.of(member.value()); detail.next(); ) {
                    propertyNames.addAll(contextOf(detail.value()).getOrDefault("propertyName", List.of()));
                }
            }
        }
        return new HubSpotError(bytes, category, subCategory, message, context, List.copyOf(propertyNames));
    }

    /** The texts of {@code context.name}; empty when there are none. */
    public List<String> context(String name) {
        return context.getOrDefault(name, List.of());
    }

    /** Its {@code correlationId}, by which HubSpot's support finds it; empty without one that may be shown. */
    public String correlationId() {
        String found = "";
        for (Members member = Members.of(bytes); member.next(); ) {
            if (member.is("correlationId")) {
                String id = JsonText.string(member.value());
                found = id != null && CORRELATION_ID.matcher(id).matches() ? id : found;
            }
        }
        return found;
    }

    /** Whether it is worded like {@code other}: the same category and the same message but for digits. */
    public boolean isWordedLike(HubSpotError other) {
        return category.equals(other.category) && withoutDigits(message).equals(withoutDigits(other.message));
    }

    private static String withoutDigits(String text) {
        return text.replaceAll("[0-9]+", "#");
    }

    private static Map<String, List<String>> contextOf(Slice object) {
        Map<String, List<String>> context = Map.of();
        for (Members member = Members.of(object); member.next(); ) {
            if (member.is(CONTEXT)) {
                context = lists(member.value());
            }
        }
        return context;
    }

    private static Map<String, List<String>> lists(Slice object) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (Members member = Members.of(object); member.next(); ) {
            List<String> texts = new ArrayList<>();
            String single = JsonText.scalar(member.value());
            if (single != null) {
                texts.add(single);
            }
            for (Elements element = Elements.of(member.value()); element.next(); ) {
                String text = JsonText.scalar(element.value());
                if (text != null) {
                    texts.add(text);
                }
            }
            lists.put(member.name(), List.copyOf(texts));
        }
        return lists;
    }

    private static String text(Slice value) {
        String text = JsonText.scalar(value);
        return text == null ? "" : text;
    }

    /** What HubSpot said, if it said anything that can be shown; null otherwise. */
    public static @Nullable HubSpotError orNull(@Nullable Slice bytes) {
        return bytes == null || bytes.length() == 0 || bytes.at(0) != '{' ? null : of(bytes);
    }
}
