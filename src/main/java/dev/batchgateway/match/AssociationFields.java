package dev.batchgateway.match;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an association's result that can tell whose it is (API-FACTS 1.5). They come in several forms: {@code
 * from} and {@code to} as objects, or {@code fromObjectId} and {@code toObjectId}, as strings or numbers.
 *
 * @param from the id on the from side, null when there is none
 * @param to the id on the to side, null when there is none
 * @param type the association's type, null when there is none
 */
record AssociationFields(
        @Nullable String from,
        @Nullable String to,
        @Nullable String type) {
    private static final MemberName FROM = MemberName.of("from");
    private static final MemberName TO = MemberName.of("to");
    private static final MemberName FROM_ID = MemberName.of("fromObjectId");
    private static final MemberName TO_ID = MemberName.of("toObjectId");
    private static final MemberName TYPE = MemberName.of("type");
    private static final MemberName ID = MemberName.of("id");

    static AssociationFields of(Slice result) {
        String from = null;
        String to = null;
        String type = null;
        for (Members member = Members.of(result); member.next(); ) {
            if (member.is(FROM)) {
                from = idIn(member.value());
            } else if (member.is(TO)) {
                to = idIn(member.value());
            } else if (member.is(FROM_ID)) {
                from = JsonText.scalar(member.value());
            } else if (member.is(TO_ID)) {
                to = JsonText.scalar(member.value());
            } else if (member.is(TYPE)) {
                type = JsonText.scalar(member.value());
            }
        }
        return new AssociationFields(from, to, type);
    }

    private static @Nullable String idIn(Slice object) {
        String id = null;
        for (Members member = Members.of(object); member.next(); ) {
            if (member.is(ID)) {
                id = JsonText.scalar(member.value());
            }
        }
        return id;
    }
}
