package dev.batchgateway.batch;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.MemberNames;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of an input's bytes what the gateway must know: its key and its trace id. Of a field given twice the last
 * one counts, as with HubSpot's own parser. An input whose key cannot be read (no id, an id that is an object) has
 * none, and HubSpot will say what it thinks of it.
 */
public final class InputReader {
    private static final MemberName FROM = MemberName.of("from");
    private static final MemberName TO = MemberName.of("to");

    /**
     * Bytes of the longest id that is read: a property holds 65,536 characters at most (API-FACTS), each of six bytes where
     * all are escaped. Read out, a text is there once more, and in the key again, while only the bytes of inputs are
     * counted.
     */
    private static final int LONGEST_TEXT = 6 * 65_536;

    private static final int OBJECT_ID = 0;
    private static final int ID_PROPERTY = 1;
    private static final int AFTER = 2;
    private static final int TRACE = 3;
    private static final MemberNames OF_AN_OBJECT = MemberNames.of("id", "idProperty", "after", "objectWriteTraceId");

    private final Operation operation;
    private final @Nullable String bodyIdProperty;
    /** As most inputs of a batch name the same one, it is decoded once. */
    private Slice idPropertyBefore = Slice.of("null");

    private @Nullable String idPropertyText;

    /** Reads inputs of {@code operation} in a body with {@code envelope}. */
    public InputReader(Operation operation, Envelope envelope) {
        this.operation = operation;
        this.bodyIdProperty = envelope.idProperty();
    }

    /** The input at {@code position}, whose bytes are a JSON object. */
    public Input read(int position, Slice bytes) {
        return operation.isAssociation() && operation != Operation.ASSOCIATION_READ
                ? association(position, bytes)
                : object(position, bytes);
    }

    private Input object(int position, Slice bytes) {
        if (OF_AN_OBJECT.areMissingIn(bytes)) {
            return new Input(position, bytes, null, null, bodyIdProperty, null, null, -1, 0);
        }
        String id = null;
        String idProperty = bodyIdProperty;
        String after = null;
        boolean isPageUnread = false;
        String trace = null;
        int traceAt = -1;
        int traceLength = 0;
        for (Members member = Members.of(bytes); member.next(); ) {
            switch (member.which(OF_AN_OBJECT)) {
                case OBJECT_ID -> id = text(member.value());
                case ID_PROPERTY ->
                    idProperty = operation.hasInputIdProperty() ? idProperty(member.value()) : idProperty;
                case AFTER -> {
                    if (operation == Operation.ASSOCIATION_READ) {
                        after = text(member.value());
                        isPageUnread = after == null && member.value().length() > LONGEST_TEXT;
                    }
                }
                case TRACE -> {
                    if (operation.isTraced()) {
                        trace = text(member.value());
                        traceAt = member.valueOffsetIn(bytes);
                        traceLength = member.value().length();
                    }
                }
                default -> {}
            }
        }
        boolean isEqualToNone = isPageUnread || operation == Operation.OBJECT_CREATE;
        String key = id == null || isEqualToNone ? null : objectKey(id, idProperty, after);
        return new Input(position, bytes, id, null, idProperty, key, trace, traceAt, traceLength);
    }

    private @Nullable String idProperty(Slice value) {
        if (value.length() > LONGEST_TEXT) {
            return null;
        }
        if (!value.sameBytes(idPropertyBefore)) {
            // Else the array of the first input would be held to the end.
            idPropertyBefore = value.compact();
            idPropertyText = JsonText.string(value);
        }
        return idPropertyText;
    }

    private String objectKey(String id, @Nullable String idProperty, @Nullable String after) {
        String scope = Keys.isRecordId(idProperty) ? "" : idProperty;
        return scope + '\n' + Keys.canonical(idProperty, id) + (after == null ? "" : Keys.PAGE + after);
    }

    private Input association(int position, Slice bytes) {
        String from = null;
        Slice to = null;
        for (Members member = Members.of(bytes); member.next(); ) {
            if (member.is(FROM)) {
                from = ToIds.idOf(member.value());
            } else if (member.is(TO)) {
                to = member.value();
            }
        }
        String key = from == null || to == null ? null : ToIds.pairKey(from, to);
        return new Input(position, bytes, from, to, null, key, null, -1, 0);
    }

    /** The text of a string or a number; null when it is neither, or longer than any that HubSpot could mean. */
    static @Nullable String text(Slice value) {
        return value.length() > LONGEST_TEXT ? null : JsonText.scalar(value);
    }
}
