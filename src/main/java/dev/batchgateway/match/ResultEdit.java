package dev.batchgateway.match;

import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Result;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;

/** Takes out of a result what the gateway put into the call, so that the caller sees only what it asked for. */
final class ResultEdit {
    private static final MemberName PROPERTIES = MemberName.of("properties");

    private ResultEdit() {}

    /**
     * A result with a trace id of ours taken out again, or the caller's own put back in its place.
     *
     * @param input whose result it is, which was given a trace id
     */
    static Result withCallersTrace(ResultFields result, Input input) {
        Slice whole = result.whole();
        Slice member = result.traceMember();
        if (member == null) {
            return Result.of(whole);
        }
        if (input.traceAt() < 0) {
            return without(whole, whole, member);
        }
        Slice own = input.bytes().sub(input.traceAt(), input.traceAt() + input.traceLength());
        Slice theirs = valueOf(whole, member);
        int from = whole.indexOf(theirs);
        return Result.replaced(whole, from, from + theirs.length(), own);
    }

    private static Slice valueOf(Slice object, Slice whole) {
        Members member = Members.of(object);
        while (member.next()) {
            if (object.indexOf(member.whole()) == object.indexOf(whole)) {
                return member.value();
            }
        }
        throw new IllegalArgumentException("Not a member of this object");
    }

    /** {@code result} without the property {@code name} in its {@code properties}. */
    static Result withoutProperty(Slice result, String name) {
        MemberName added = MemberName.of(name);
        for (Members member = Members.of(result); member.next(); ) {
            if (member.is(PROPERTIES)) {
                Slice properties = member.value();
                for (Members property = Members.of(properties); property.next(); ) {
                    if (property.is(added)) {
                        return without(result, properties, property.whole());
                    }
                }
            }
        }
        return Result.of(result);
    }

    /** {@code result} without {@code member} of {@code object}, which is in it or is it, and one comma beside it. */
    private static Result without(Slice result, Slice object, Slice member) {
        int from = object.indexOf(member);
        int to = from + member.length();
        int comma = skipBlanks(object, to, 1);
        if (object.at(comma) == ',') {
            to = comma + 1;
        } else {
            int before = skipBlanks(object, from - 1, -1);
            from = object.at(before) == ',' ? before : from;
        }
        int start = result.indexOf(object);
        return Result.without(result, start + from, start + to);
    }

    private static int skipBlanks(Slice text, int from, int step) {
        int at = from;
        while (at > 0 && at < text.length() - 1 && text.at(at) >= 0 && text.at(at) <= ' ') {
            at += step;
        }
        return at;
    }
}
