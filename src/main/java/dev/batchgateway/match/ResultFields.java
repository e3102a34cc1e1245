package dev.batchgateway.match;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.MemberNames;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object's result that can tell whose it is (API-FACTS 1.5), not decoded; an input has the same ones.
 *
 * @param whole the result
 * @param id the value of {@code id}, null when there is none
 * @param trace the value of the echoed {@code objectWriteTraceId}, null when there is none
 * @param traceMember the first member of that name, whole; null when there is none
 * @param properties the value of {@code properties}, null when there are none
 */
record ResultFields(
        Slice whole,
        @Nullable Slice id,
        @Nullable Slice trace,
        @Nullable Slice traceMember,
        @Nullable Slice properties) {

    private static final int ID = 0;
    private static final int TRACE = 1;
    private static final int PROPERTIES = 2;
    private static final MemberNames NAMES = MemberNames.of("id", "objectWriteTraceId", "properties");

    static ResultFields of(Slice result) {
        Slice id = null;
        Slice trace = null;
        Slice traceMember = null;
        Slice properties = null;
        for (Members member = Members.of(result); member.next(); ) {
            switch (member.which(NAMES)) {
                case ID -> id = member.value();
                case TRACE -> {
                    trace = member.value();
                    traceMember = traceMember == null ? member.whole() : traceMember;
                }
                case PROPERTIES -> properties = member.value();
                default -> {}
            }
        }
        return new ResultFields(result, id, trace, traceMember, properties);
    }

    /** The text of the id; null when there is none. */
    @Nullable
    String idText() {
        return id == null ? null : JsonText.scalar(id);
    }

    /** The text of a property; null when there is none, or it is null. */
    @Nullable
    String property(String name) {
        if (properties == null) {
            return null;
        }
        String value = null;
        MemberName asked = MemberName.of(name);
        for (Members member = Members.of(properties); member.next(); ) {
            if (member.is(asked)) {
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
}
