package dev.batchgateway.batch;

import dev.batchgateway.json.Elements;
import dev.batchgateway.json.MemberName;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids an association's {@code to} names, which is one record or an array of any number. */
final class ToIds {
    private static final MemberName ID = MemberName.of("id");

    /** A key of more characters than that becomes its digest: it is held as long as the input is under way. */
    private static final int LONGEST_KEY = 1_000;

    private ToIds() {}

    /** All that can be read. */
    static List<String> of(Slice to) {
        if (isOne(to)) {
            String id = idOf(to);
            return id == null ? List.of() : List.of(id);
        }
        List<String> ids = new ArrayList<>(1);
        for (Elements element = Elements.of(to); element.next(); ) {
            String id = idOf(element.value());
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Whether they are more than one; looks no further than it must, as it is asked for each error of an answer. */
    static boolean areMany(Slice to) {
        int count = 0;
        for (Elements element = Elements.of(to); count < 2 && element.next(); ) {
            count += idOf(element.value()) == null ? 0 : 1;
        }
        return count > 1;
    }

    private static boolean isOne(Slice to) {
        return to.at(0) != '[';
    }

    /** The {@code id} of an object; null when there is none that can be read. */
    static @Nullable String idOf(Slice object) {
        String id = null;
        for (Members member = Members.of(object); member.next(); ) {
            if (member.is(ID)) {
                id = InputReader.text(member.value());
            }
        }
        return id;
    }

    /**
     * What makes two inputs equal; null when {@code to} names nobody. Of one record it is the same for both directions:
     * HubSpot writes both, whichever is asked for.
     */
    static @Nullable String pairKey(String from, Slice to) {
        StringBuilder key = new StringBuilder(from);
        String only = null;
        int count = 0;
        if (isOne(to)) {
            only = idOf(to);
            count = only == null ? 0 : 1;
        } else {
            for (Elements element = Elements.of(to); element.next(); ) {
                String id = idOf(element.value());
                if (id != null) {
                    only = id;
                    count++;
                    key.append('\n').append(id);
                    shorten(key);
                }
            }
        }
        if (only == null) {
            return null;
        }
        if (count > 1) {
            return key.toString();
        }
        return from.compareTo(only) < 0 ? from + '\n' + only : only + '\n' + from;
    }

    /** Equal ids in equal order come to equal texts however often it is shortened on the way. */
    private static void shorten(StringBuilder key) {
        if (key.length() > LONGEST_KEY) {
            byte[] digest = sha256().digest(key.toString().getBytes(StandardCharsets.UTF_8));
            key.setLength(0);
            key.append(HexFormat.of().formatHex(digest));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
