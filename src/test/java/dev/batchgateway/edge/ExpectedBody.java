package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.edge.ReadBody.BatchRead;
import dev.batchgateway.fuzz.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must come of a body that is one JSON object to Jackson; the slow, obvious way. */
final class ExpectedBody {
    /** {@code refusedAt} of a refusal that names no byte. */
    static final int NO_BYTE = -1;

    private static final int TAKEN = -2;
    private static final List<String> RECORD_ID = List.of("", "hs_object_id");
    /** {@code {"inputs":[]}}. */
    private static final int EMPTY_LENGTH = 13;

    private final Seen body;
    private int refusedAt = TAKEN;
    private List<Seen> inputs = List.of();

    ExpectedBody(Seen body) {
        this.body = body;
        boolean given = false;
        for (Seen.Member member : body.members()) {
            if (!member.name().equals(InputSink.INPUTS)) {
                continue;
            }
            boolean isArray = member.value().isArray();
            if (given || !isArray) {
                refuse(isArray ? member.value().byteOffset() : member.byteOffset());
                return;
            }
            given = true;
            inputs = member.value().elements();
            for (int i = 0; i < inputs.size() && refusedAt == TAKEN; i++) {
                if (!inputs.get(i).isObject()) {
                    refuse(inputs.get(i).byteOffset());
                } else if (i == ReadBody.MOST_INPUTS) {
                    refuse(NO_BYTE);
                }
            }
        }
        if (inputs.isEmpty()) {
            refuse(NO_BYTE);
        }
    }

    /** The first refusal counts. */
    private void refuse(int byteOffset) {
        refusedAt = refusedAt == TAKEN ? byteOffset : refusedAt;
    }

    boolean isTaken() {
        return refusedAt == TAKEN;
    }

    /** The byte the refusal names, {@link #NO_BYTE} when it names none. */
    int refusedAt() {
        return refusedAt;
    }

    void check(ReadBody read) {
        for (Operation operation : Operation.values()) {
            BatchRead batch = read.batch(operation);
            checkEnvelope(operation, batch.envelope());
            assertEquals(inputs.size(), batch.inputs().size());
            List<@Nullable Key> keys = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Input input = batch.inputs().get(i);
                assertEquals(i, input.position());
                assertEquals(inputs.get(i).written(), input.bytes().toString());
                keys.add(
                        operation.isAssociation() && operation != Operation.ASSOCIATION_READ
                                ? association(inputs.get(i), input)
                                : object(operation, inputs.get(i), input));
            }
            checkKeys(keys, batch.inputs());
        }
    }

    private void checkEnvelope(Operation operation, Envelope envelope) {
        boolean isRead = operation == Operation.OBJECT_READ;
        String idProperty = isRead ? idProperty(body) : null;
        assertEquals(idProperty, envelope.idProperty());
        Seen history = body.last("propertiesWithHistory");
        boolean withHistory = isRead && history != null && !history.elements().isEmpty();
        assertEquals(withHistory, envelope.withHistory());
        String added = isRead && !isRecordId(idProperty) && lists(idProperty) ? idProperty : null;
        assertEquals(added, envelope.addedProperty());
        if (added == null) {
            int length = EMPTY_LENGTH;
            for (Seen.Member member : body.members()) {
                length += member.name().equals(InputSink.INPUTS) ? 0 : utf8(member.whole()) + 1;
            }
            assertEquals(length, envelope.length());
        }
    }

    /** Whether the body lists properties, but not this one. */
    private boolean lists(@Nullable String property) {
        Seen properties = body.last("properties");
        List<String> texts = new ArrayList<>();
        for (Seen element : properties == null ? List.<Seen>of() : properties.elements()) {
            String text = element.string();
            if (text != null) {
                texts.add(text);
            }
        }
        return !texts.isEmpty() && texts.stream().noneMatch(text -> text.equals(property));
    }

    private static @Nullable String idProperty(Seen object) {
        Seen last = object.last("idProperty");
        return last == null ? null : last.string();
    }

    private static boolean isRecordId(@Nullable String idProperty) {
        return idProperty == null || RECORD_ID.contains(idProperty);
    }

    /** Two inputs of one batch are equal when these are. */
    private record Key(List<String> texts) {
        /** Our keys are texts joined by these, which no record at HubSpot has in its id. */
        boolean isOdd() {
            return texts.stream().anyMatch(text -> text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0);
        }
    }

    private @Nullable Key object(Operation operation, Seen seen, Input input) {
        String id = seen.textOf("id");
        assertEquals(id, input.id());
        assertEquals(List.of(), input.toIds());
        String ofBody = operation == Operation.OBJECT_READ ? idProperty(body) : null;
        boolean ownCounts = operation.hasInputIdProperty() && seen.last("idProperty") != null;
        String idProperty = ownCounts ? idProperty(seen) : ofBody;
        assertEquals(idProperty, input.idProperty());
        checkTrace(operation, seen, input);
        if (id == null || operation == Operation.OBJECT_CREATE) {
            return null;
        }
        boolean isEmail = "email".equals(idProperty) || id.contains("@");
        String after = operation == Operation.ASSOCIATION_READ ? seen.textOf("after") : null;
        List<String> texts = new ArrayList<>();
        texts.add(isRecordId(idProperty) ? "" : String.valueOf(idProperty));
        texts.add(isEmail ? id.strip().toLowerCase(Locale.ROOT) : id);
        if (after != null) {
            texts.add(after);
        }
        return new Key(texts);
    }

    private static void checkTrace(Operation operation, Seen seen, Input input) {
        Seen trace = operation.isTraced() ? seen.last("objectWriteTraceId") : null;
        assertEquals(trace == null ? null : trace.scalar(), input.trace());
        assertEquals(trace == null ? -1 : trace.byteOffset() - seen.byteOffset(), input.traceAt());
        assertEquals(trace == null ? 0 : utf8(trace.written()), input.traceLength());
    }

    private static @Nullable Key association(Seen seen, Input input) {
        String from = idIn(seen.last("from"));
        List<String> to = idsIn(seen.last("to"));
        assertEquals(from, input.id());
        assertEquals(to, input.toIds());
        assertEquals(null, input.idProperty());
        assertEquals(null, input.trace());
        assertEquals(-1, input.traceAt());
        if (from == null || to.isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>(to);
        texts.add(0, from);
        // A pair is the same in either direction.
        return new Key(to.size() == 1 ? texts.stream().sorted().toList() : texts);
    }

    private static @Nullable String idIn(@Nullable Seen object) {
        return object == null ? null : object.textOf("id");
    }

    private static List<String> idsIn(@Nullable Seen value) {
        List<Seen> sides = value == null ? List.of() : value.isArray() ? value.elements() : List.of(value);
        List<String> ids = new ArrayList<>();
        for (Seen side : sides) {
            String id = idIn(side);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void checkKeys(List<@Nullable Key> keys, List<Input> inputs) {
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            assertEquals(key == null, inputs.get(i).key() == null, inputs.get(i)::toString);
            for (int j = 0; j < i && key != null; j++) {
                Key other = keys.get(j);
                if (other != null) {
                    boolean areEqual =
                            Objects.equals(inputs.get(i).key(), inputs.get(j).key());
                    assertTrue(
                            areEqual == key.equals(other) || (areEqual && (key.isOdd() || other.isOdd())),
                            () -> key + " and " + other);
                }
            }
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
