package dev.batchgateway.batch;

import dev.batchgateway.json.Elements;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around {@code inputs} in the caller's body; it goes out again around the inputs of every call, in the
 * caller's order and to the letter.
 *
 * <p>One thing is added: a read by {@code idProperty} that lists {@code properties} without it gets it added, because
 * its results could not be told apart otherwise (DESIGN section 4); {@link #addedProperty} says so, for taking it out
 * of the results again. An empty list asks for HubSpot's default properties, which a property added to it would take
 * away, so it stays empty.
 */
public final class Envelope {
    private final byte[] head;
    private final byte[] tail;
    private final @Nullable String idProperty;
    private final boolean withHistory;
    private final @Nullable String addedProperty;

    private Envelope(
            byte[] head, byte[] tail, @Nullable String idProperty, boolean withHistory, @Nullable String added) {
        this.head = head;
        this.tail = tail;
        this.idProperty = idProperty;
        this.withHistory = withHistory;
        this.addedProperty = added;
    }

    /**
     * The envelope of a body for {@code operation}.
     *
     * @param before the members before {@code inputs}, whole
     * @param after the members behind it, whole
     */
    public static Envelope of(Operation operation, List<Slice> before, List<Slice> after) {
        String idProperty = null;
        List<String> properties = null;
        boolean withHistory = false;
        if (operation == Operation.OBJECT_READ) {
            List<Slice> all = new ArrayList<>(before);
            all.addAll(after);
            for (Slice whole : all) {
                Members member = memberOf(whole);
                if (member.is("idProperty")) {
                    idProperty = JsonText.string(member.value());
                } else if (member.is("properties")) {
                    properties = texts(member.value());
                } else if (member.is("propertiesWithHistory")) {
                    withHistory = Elements.of(member.value()).next();
                }
            }
        }
        boolean isTold = properties == null
                || properties.isEmpty()
                || properties.contains(idProperty)
                || Keys.isRecordId(idProperty);
        String added = isTold ? null : idProperty;
        byte[] head = ("{" + joined(before, added, true) + "\"inputs\":[").getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("]" + joined(after, added, false) + "}").getBytes(StandardCharsets.UTF_8);
        return new Envelope(head, tail, idProperty, withHistory, added);
    }

    /** An envelope with nothing in it. */
    public static Envelope none(Operation operation) {
        return of(operation, List.of(), List.of());
    }

    /** The body's own {@code idProperty} (a read's), null when there is none. */
    public @Nullable String idProperty() {
        return idProperty;
    }

    /** Whether property histories are asked for, which lowers HubSpot's bound on inputs. */
    public boolean withHistory() {
        return withHistory;
    }

    /** The property that was added to {@code properties}; null when none was. */
    public @Nullable String addedProperty() {
        return addedProperty;
    }

    /** From the opening brace to behind the bracket that opens {@code inputs}. */
    byte[] head() {
        return head;
    }

    /** From the bracket that closes {@code inputs} to the end. */
    byte[] tail() {
        return tail;
    }

    /** The same number for envelopes that are the same to the letter; mostly another one for others. */
    public int print() {
        return 31 * Arrays.hashCode(head) + Arrays.hashCode(tail);
    }

    /** Bytes that every call carries besides its inputs. */
    public int length() {
        return head.length + tail.length;
    }

    private static String joined(List<Slice> members, @Nullable String added, boolean commaBehind) {
        StringBuilder text = new StringBuilder();
        for (Slice whole : members) {
            text.append(commaBehind ? "" : ",");
            Members member = memberOf(whole);
            boolean isList = member.is("properties") && member.value().at(0) == '[';
            text.append(added != null && isList ? withProperty(member.value(), added) : whole);
            text.append(commaBehind ? "," : "");
        }
        return text.toString();
    }

    private static String withProperty(Slice properties, String added) {
        String list = properties.toString();
        String rest = list.substring(1).stripLeading();
        return "\"properties\":[" + JsonText.quote(added) + (rest.startsWith("]") ? "" : ",") + rest;
    }

    private static Members memberOf(Slice whole) {
        Members member = Members.of(Slice.of("{" + whole + "}"));
        if (!member.next()) {
            throw new IllegalStateException("not a member: " + whole.length() + " bytes");
        }
        return member;
    }

    private static @Nullable List<String> texts(Slice array) {
        if (array.at(0) != '[') {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Elements element = Elements.of(array); element.next(); ) {
            String text = JsonText.string(element.value());
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }
}
