package dev.batchgateway.match;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one result that can tell whose it is (API-FACTS 1.5); an object's input has the same ones. Associations
 * come in several forms: {@code from} and {@code to} as objects, or {@code fromObjectId} and {@code toObjectId}, as
 * strings or numbers.
 *
 * @param id the record's id, null when there is none
 * @param trace the echoed {@code objectWriteTraceId}, null when there is none
 * @param properties the bytes of {@code properties}, null when there are none
 * @param from the id on the from side of an association, null when there is none
 * @param to the id on the to side of an association, null when there is none
 * @param type the association's type, null when there is none
 */
record ResultFields(
        @Nullable String id,
        @Nullable String trace,
        @Nullable Slice properties,
        @Nullable String from,
        @Nullable String to,
        @Nullable String type) {

    static ResultFields ofObject(Slice result) {
        String id = null;
        String trace = null;
        Slice properties = null;
        for (Members member = Members.of(result); member.next(); ) {
            if (member.is("id")) {
                id = JsonText.scalar(member.value());
            } else if (member.is("objectWriteTraceId")) {
                trace = JsonText.scalar(member.value());
            } else if (member.is("properties")) {
                properties = member.value();
            }
        }
        return new ResultFields(id, trace, properties, null, null, null);
    }

    static ResultFields ofAssociation(Slice result) {
        String from = null;
        String to = null;
        String type = null;
        for (Members member = Members.of(result); member.next(); ) {
            if (member.is("from")) {
                from = idIn(member.value());
            } else if (member.is("to")) {
                to = idIn(member.value());
            } else if (member.is("fromObjectId")) {
                from = JsonText.scalar(member.value());
            } else if (member.is("toObjectId")) {
                to = JsonText.scalar(member.value());
            } else if (member.is("type")) {
                type = JsonText.scalar(member.value());
            }
        }
        return new ResultFields(null, null, null, from, to, type);
    }

    /** The text of a property; null when there is none, or it is null. */
    @Nullable
    String property(String name) {
        if (properties == null) {
            return null;
        }
        String value = null;
        for (Members member = Members.of(properties); member.next(); ) {
            if (member.is(name)) {
                value = JsonText.scalar(member.value());
            }
        }
        return value;
    }

    /** All its properties that have a text, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        if (properties != null) {
            for (Members member = Members.of(properties); member.next(); ) {
                String value = JsonText.scalar(member.value());
                if (value != null) {
                    texts.put(member.name(), value);
                }
            }
        }
        return texts;
    }

    private static @Nullable String idIn(Slice object) {
        String id = null;
        for (Members member = Members.of(object); member.next(); ) {
            if (member.is("id")) {
                id = JsonText.scalar(member.value());
            }
        }
        return id;
    }
}
