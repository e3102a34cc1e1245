package dev.batchgateway.match;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.MemberNames;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.NamedMembers;
import dev.batchgateway.json.Slice;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an object's result that can tell whose it is (API-FACTS 1.5), not decoded; an input has the same ones. */
final class ResultFields {
    private static final int ID = 0;
    private static final int TRACE = 1;
    private static final int PROPERTIES = 2;
    private static final MemberNames NAMES = MemberNames.of("id", "objectWriteTraceId", "properties");

    private final NamedMembers members;

    private ResultFields(NamedMembers members) {
        this.members = members;
    }

    static ResultFields of(Slice result) {
        return new ResultFields(NamedMembers.of(result, NAMES));
    }

    /** The result. */
    Slice whole() {
        return members.object();
    }

    /** The value of the echoed {@code objectWriteTraceId}; null when there is none. */
    @Nullable
    Slice trace() {
        return members.value(TRACE);
    }

    /** The first member of that name, whole; null when there is none. */
    @Nullable
    Slice traceMember() {
        return members.whole(TRACE);
    }

    /** The text of the id; null when there is none. */
    @Nullable
    String idText() {
        Slice id = members.value(ID);
        return id == null ? null : JsonText.scalar(id);
    }

    /** The text of a property; null when there is none, or it is null. */
    @Nullable
    String property(String name) {
        Slice properties = members.value(PROPERTIES);
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

    /** How many properties there are; {@code most} at the most, and one more when there are more. */
    int countUpTo(int most) {
        int count = 0;
        Slice properties = members.value(PROPERTIES);
        if (properties != null) {
            for (Members member = Members.of(properties); count <= most && member.next(); ) {
                count++;
            }
        }
        return count;
    }

    /** All its properties that have a text, by name; {@code most} of them at the most, and one more when there are more. */
    Map<String, String> texts(int most) {
        Map<String, String> texts = new HashMap<>();
        Slice properties = members.value(PROPERTIES);
        if (properties != null) {
            for (Members member = Members.of(properties); texts.size() <= most && member.next(); ) {
                String value = JsonText.scalar(member.value());
                if (value != null) {
                    texts.put(member.name(), value);
                }
            }
        }
        return texts;
    }
}
