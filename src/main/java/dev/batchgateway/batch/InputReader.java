package dev.batchgateway.batch;

import dev.batchgateway.json.Elements;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.MemberNames;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of an input's bytes what the gateway must know: its key and its trace id. Of a field given twice the last
 * one counts, as with HubSpot's own parser. An input whose key cannot be read (no id, an id that is an object) has
 * none, and HubSpot will say what it thinks of it.
 */
public final class InputReader {
    private static final MemberName ID = MemberName.of("id");
    private static final MemberName FROM = MemberName.of("from");
    private static final MemberName TO = MemberName.of("to");

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
            return new Input(position, bytes, null, List.of(), bodyIdProperty, null, null, -1, 0);
        }
        String id = null;
        String idProperty = bodyIdProperty;
        String after = null;
        String trace = null;
        int traceAt = -1;
        int traceLength = 0;
        for (Members member = Members.of(bytes); member.next(); ) {
            switch (member.which(OF_AN_OBJECT)) {
                case OBJECT_ID -> id = JsonText.scalar(member.value());
                case ID_PROPERTY ->
                    idProperty = operation.hasInputIdProperty() ? idProperty(member.value()) : idProperty;
                case AFTER -> after = operation == Operation.ASSOCIATION_READ ? JsonText.scalar(member.value()) : null;
                case TRACE -> {
                    if (operation.isTraced()) {
                        trace = JsonText.scalar(member.value());
                        traceAt = member.valueOffsetIn(bytes);
                        traceLength = member.value().length();
                    }
                }
                default -> {}
            }
        }
        String key = id == null || operation == Operation.OBJECT_CREATE ? null : objectKey(id, idProperty, after);
        return new Input(position, bytes, id, List.of(), idProperty, key, trace, traceAt, traceLength);
    }

    private @Nullable String idProperty(Slice value) {
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
        List<String> to = List.of();
        for (Members member = Members.of(bytes); member.next(); ) {
            if (member.is(FROM)) {
                from = idOf(member.value());
            } else if (member.is(TO)) {
                to = idsOf(member.value());
            }
        }
        String key = from == null || to.isEmpty() ? null : pairKey(from, to);
        return new Input(position, bytes, from, to, null, key, null, -1, 0);
    }

    /** The same for both directions: HubSpot writes both, whichever is asked for. */
    private static String pairKey(String from, List<String> to) {
        if (to.size() > 1) {
            return from + '\n' + String.join("\n", to);
        }
        String other = to.get(0);
        return from.compareTo(other) < 0 ? from + '\n' + other : other + '\n' + from;
    }

    private static List<String> idsOf(Slice value) {
        if (value.at(0) != '[') {
            String id = idOf(value);
            return id == null ? List.of() : List.of(id);
        }
        List<String> ids = new ArrayList<>(1);
        for (Elements element = Elements.of(value); element.next(); ) {
            String id = idOf(element.value());
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static @Nullable String idOf(Slice object) {
        String id = null;
        for (Members member = Members.of(object); member.next(); ) {
            if (member.is(ID)) {
                id = JsonText.scalar(member.value());
            }
        }
        return id;
    }
}
