package dev.batchgateway.match;

import dev.batchgateway.batch.Input;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;

/** Takes out of a result what the gateway put into the call, so that the caller sees only what it asked for. */
final class ResultEdit {
    private static final Slice NOTHING = Slice.of(new byte[0]);

    private ResultEdit() {}

    /**
     * A result with a trace id of ours taken out again, or the caller's own put back in its place.
     *
     * @param input whose result it is, which was given a trace id
     */
    static Slice withCallersTrace(ResultFields result, Input input) {
        Slice member = result.traceMember();
        if (member == null) {
            return result.whole();
        }
        if (input.traceAt() < 0) {
            return without(result.whole(), member);
        }
        Slice own = input.bytes().sub(input.traceAt(), input.traceAt() + input.traceLength());
        return replaced(result.whole(), valueOf(result.whole(), member), own);
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
    static Slice withoutProperty(Slice result, String name) {
        for (Members member = Members.of(result); member.next(); ) {
            if (member.is("properties")) {
                Slice properties = member.value();
                for (Members property = Members.of(properties); property.next(); ) {
                    if (property.is(name)) {
                        return replaced(result, properties, without(properties, property.whole()));
                    }
                }
            }
        }
        return result;
    }

    /** {@code object} without {@code member} and one comma beside it. */
    private static Slice without(Slice object, Slice member) {
        int from = object.indexOf(member);
        int to = from + member.length();
        int comma = skipBlanks(object, to, 1);
        if (object.at(comma) == ',') {
            to = comma + 1;
        } else {
            int before = skipBlanks(object, from - 1, -1);
            from = object.at(before) == ',' ? before : from;
        }
        return joined(object.sub(0, from), NOTHING, object.sub(to, object.length()));
    }

    private static Slice replaced(Slice object, Slice part, Slice by) {
        int from = object.indexOf(part);
        return joined(object.sub(0, from), by, object.sub(from + part.length(), object.length()));
    }

    private static int skipBlanks(Slice text, int from, int step) {
        int at = from;
        while (at > 0 && at < text.length() - 1 && text.at(at) >= 0 && text.at(at) <= ' ') {
            at += step;
        }
        return at;
    }

    private static Slice joined(Slice head, Slice middle, Slice tail) {
        byte[] bytes = new byte[head.length() + middle.length() + tail.length()];
        tail.copyTo(bytes, middle.copyTo(bytes, head.copyTo(bytes, 0)));
        return Slice.of(bytes);
    }
}
