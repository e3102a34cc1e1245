package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What makes two requests the same. */
class FingerprintTest {
    @Test
    void whoWhereAndWhatAllCount() {
        String print = print("Bearer a", "/p?q", "{}");

        assertEquals(print, print("Bearer a", "/p?q", "{}"));
        assertNotEquals(print, print("Bearer b", "/p?q", "{}"));
        assertNotEquals(print, print("Bearer a", "/p", "{}"));
        assertNotEquals(print, print("Bearer a", "/p?q", "{ }"));
        assertNotEquals(print("Bearer a", "bc", ""), print("Bearer ab", "c", ""));
        assertTrue(print.matches("[0-9a-f]{64}"), print);
    }

    @Test
    void aBodyInPiecesIsTheSameBody() {
        Fingerprint pieces = new Fingerprint("Bearer a", "/p");
        add(pieces, "{\"inp");
        add(pieces, "uts\":[]}");

        assertEquals(print("Bearer a", "/p", "{\"inputs\":[]}"), pieces.end());
    }

    private static String print(String authorization, String target, String body) {
        Fingerprint print = new Fingerprint(authorization, target);
        add(print, body);
        return print.end();
    }

    private static void add(Fingerprint print, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        byte[] around = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, around, 2, bytes.length);
        print.add(around, 2, bytes.length);
    }
}
