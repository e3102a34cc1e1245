package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One element of an answer's {@code errors}: HubSpot's own error as it came, with {@code context.position} added and
 * its context brought down to the one input; or the gateway's, in the same form.
 */
final class ErrorEntry {
    private static final MemberName STATUS = MemberName.of("status");
    private static final MemberName CONTEXT = MemberName.of("context");
    private static final MemberName CORRELATION_ID = MemberName.of("correlationId");
    private static final MemberName ERRORS = MemberName.of("errors");
    private static final MemberName OBJECT_WRITE_TRACE_ID = MemberName.of("objectWriteTraceId");
    private static final MemberName POSITION = MemberName.of("position");
    private static final MemberName IDS = MemberName.of("ids");
    private static final MemberName SUB_CATEGORY = MemberName.of("subCategory");
    private static final MemberName CATEGORY = MemberName.of("category");

    /** Whether sending an input again is safe, by the category of its error. */
    private static final Map<String, String> AGAIN = Map.of(
            "UNSENT", ". It is safe to send it again",
            "UNCONFIRMED", ". Send it again only if a second write does no harm");

    private ErrorEntry() {}

    /** The error of an input that ended so; of one that succeeded, what HubSpot noted beside it. */
    static byte[] of(int position, Input input, Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            return rejected(position, input, success.notes());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected(position, input, rejected.errors());
        }
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return own(position, input, "UNCONFIRMED", unconfirmed.reason(), unconfirmed.said());
        }
        Outcome.Unsent unsent = (Outcome.Unsent) outcome;
        return own(position, input, "UNSENT", unsent.reason(), unsent.said());
    }

    /**
     * HubSpot's error for the input at {@code position}.
     *
     * @param errors what HubSpot said of it, at least one; those after the first go into its {@code errors}
     */
    private static byte[] rejected(int position, Input input, List<HubSpotError> errors) {
        HubSpotError first = errors.get(0);
        StringJoiner members = new StringJoiner(",", "{", "}");
        boolean hasStatus = false;
        for (Members member = Members.of(first.bytes()); member.next(); ) {
            hasStatus |= member.is(STATUS);
            boolean isReplaced = member.is(CONTEXT) || member.is(CORRELATION_ID);
            if (!isReplaced && !(member.is(ERRORS) && errors.size() > 1)) {
                members.add(member.whole().toString());
            }
        }
        if (errors.size() > 1) {
            members.add("\"errors\":" + details(errors));
        }
        if (!hasStatus) {
            members.add("\"status\":\"error\"");
        }
        return bytes(members.add("\"context\":" + context(first, input, String.valueOf(position))));
    }

    /** The gateway's own error. */
    private static byte[] own(int position, Input input, String category, Reason reason, @Nullable HubSpotError said) {
        StringJoiner members = new StringJoiner(",", "{", "}")
                .add("\"status\":\"error\"")
                .add("\"category\":" + JsonText.quote(category))
                .add("\"subCategory\":" + JsonText.quote(reason.subCategory()))
                .add("\"message\":" + JsonText.quote(reason.message() + AGAIN.get(category)));
        StringJoiner context = new StringJoiner(",", "{", "}").add("\"position\":" + list(List.of("" + position)));
        if (input.id() != null && input.to() == null) {
            context.add("\"ids\":" + list(List.of(input.id())));
        }
        addTrace(input, context);
        members.add("\"context\":" + context);
        if (said != null) {
            members.add("\"errors\":" + details(List.of(said, said)));
        }
        return bytes(members);
    }

    private static String context(HubSpotError error, Input input, String position) {
        StringJoiner context = new StringJoiner(",", "{", "}");
        for (Members member = Members.of(error.bytes()); member.next(); ) {
            if (member.is(CONTEXT)) {
                for (Members value = Members.of(member.value()); value.next(); ) {
                    boolean isReplaced = value.is(OBJECT_WRITE_TRACE_ID) || value.is(POSITION) || value.is(IDS);
                    if (!isReplaced) {
                        context.add(value.whole().toString());
                    }
                }
            }
        }
        List<String> ids = error.context("ids");
        if (!ids.isEmpty()) {
            context.add("\"ids\":" + list(input.id() == null ? ids : List.of(input.id())));
        }
        addTrace(input, context);
        return context.add("\"position\":" + list(List.of(position))).toString();
    }

    private static void addTrace(Input input, StringJoiner context) {
        if (input.trace() != null) {
            context.add("\"objectWriteTraceId\":" + list(List.of(input.trace())));
        }
    }

    /** The errors after the first, as details of it: HubSpot's {@code ErrorDetail} has message, subCategory, context. */
    private static String details(List<HubSpotError> errors) {
        StringJoiner details = new StringJoiner(",", "[", "]");
        for (HubSpotError error : errors.subList(1, errors.size())) {
            StringJoiner detail = new StringJoiner(",", "{", "}").add("\"message\":" + JsonText.quote(error.message()));
            for (Members member = Members.of(error.bytes()); member.next(); ) {
                if (member.is(SUB_CATEGORY) || member.is(CATEGORY)) {
                    detail.add((member.is(CATEGORY) ? "\"code\":" : "\"subCategory\":") + member.value());
                }
            }
            details.add(detail.toString());
        }
        return details.toString();
    }

    private static String list(List<String> texts) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        texts.forEach(text -> list.add(JsonText.quote(text)));
        return list.toString();
    }

    private static byte[] bytes(StringJoiner json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
