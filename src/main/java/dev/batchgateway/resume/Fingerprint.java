package dev.batchgateway.resume;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one request from another: SHA-256 of who sends it, where it goes, and its body, which is taken as it
 * arrives and made smaller first ({@link BodySum}). The key of that is made of credentials and target, so that every
 * replica makes the same, and whose data the records hold does not know it. A caller does, and could make another body
 * pass for its own earlier one, to its own harm alone. Confined to one thread.
 */
public final class Fingerprint {
    private final MessageDigest digest = sha256();
    private final BodySum body;

    /**
     * Begins one.
     *
     * @param authorization the credentials, which do not lead back from it
     * @param target path and query, as they stand on the request line
     */
    public Fingerprint(String authorization, String target) {
        MessageDigest seed = sha256();
        add(seed, "Body");
        add(seed, authorization);
        add(seed, target);
        body = new BodySum(digest, seed.digest());
        add(digest, authorization);
        add(digest, target);
    }

    /** More of the body: {@code length} of {@code bytes} from {@code from} on. */
    public void add(byte[] bytes, int from, int length) {
        body.add(bytes, from, length);
    }

    /** It, of 64 hexadecimal digits, when the body has ended. */
    public String end() {
        body.end();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What a key of one caller is called. */
    static String ofKey(String authorization, String key) {
        MessageDigest digest = sha256();
        add(digest, "Idempotency-Key");
        add(digest, authorization);
        add(digest, key);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With an end that no header has, so that no two requests run together into the same bytes. */
    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
