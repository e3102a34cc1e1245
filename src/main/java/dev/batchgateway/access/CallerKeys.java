package dev.batchgateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys callers may show, as names and SHA-256 digests: the keys themselves are nowhere. A plain digest is enough
 * because a key is 256 bits of chance, which nobody tries out, and no password. Immutable.
 */
public final class CallerKeys {
    /** No key at all. */
    public static final CallerKeys NONE = new CallerKeys(List.of());

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9A-Fa-f]{64})");

    private final List<Entry> entries;

    private CallerKeys(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads {@code name:sha256} entries. Two of one name are one caller with two keys, as while a key is replaced.
     *
     * @throws IllegalArgumentException when an entry is something else, or one key stands there twice; the sentence
     *     names the entry by its place, for it may be a key by mistake
     */
    public static CallerKeys of(List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            int place = entries.size() + 1;
            Matcher entry = ENTRY.matcher(text.strip());
            require(
                    entry.matches(),
                    "Entry " + place + " of gateway.callers.keys must be name:sha256, a name of 1 to 64 letters,"
                            + " digits, dots, dashes and underscores, and the SHA-256 of the key as 64 hexadecimal digits");
            byte[] digest = HexFormat.of().parseHex(entry.group(2));
            require(
                    entries.stream().noneMatch(other -> MessageDigest.isEqual(other.digest, digest)),
                    "Entry " + place
                            + " of gateway.callers.keys must be a key of its own, not that of an earlier entry");
            require(
                    !MessageDigest.isEqual(digest, sha256("")),
                    "Entry " + place + " of gateway.callers.keys must be the SHA-256 of a key, not of nothing");
            entries.add(new Entry(entry.group(1), digest));
        }
        return new CallerKeys(List.copyOf(entries));
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The name that {@code key} has; empty for a stranger's. Every digest is compared as a whole, whoever it is. */
    public Optional<String> nameOf(String key) {
        byte[] shown = sha256(key);
        @Nullable String name = null;
        for (Entry entry : entries) {
            boolean isIt = MessageDigest.isEqual(shown, entry.digest);
            name = isIt ? entry.name : name;
        }
        return Optional.ofNullable(name);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** One key. */
    private static final class Entry {
        private final String name;
        private final byte[] digest;

        Entry(String name, byte[] digest) {
            this.name = name;
            this.digest = digest;
        }
    }
}
