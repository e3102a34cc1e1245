package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A batch of upserts whose inputs are made by position while they are sent, so that a large one takes no memory. Each
 * is about 290 bytes and has a key of its own.
 *
 * @param name keeps the keys of batches apart; letters and digits
 * @param count number of inputs
 */
record Upserts(String name, int count) {
    static final String PATH = "/crm/v3/objects/contacts/batch/upsert";
    private static final int DIGITS = 7;
    private static final byte[] REST =
            ("\",\"firstname\":\"Ada\",\"lastname\":\"Lovelace\",\"company\":\"Analytical Engines\","
                            + "\"jobtitle\":\"" + "x".repeat(90) + "\"}}")
                    .getBytes(StandardCharsets.US_ASCII);

    /** The input at {@code position}. */
    byte[] input(int position) {
        byte[] key = key(position);
        byte[] first = ascii("{\"idProperty\":\"email\",\"id\":\"");
        byte[] second = ascii("\",\"properties\":{\"email\":\"");
        byte[] input = Arrays.copyOf(first, first.length + second.length + 2 * key.length + REST.length);
        int at = put(key, input, first.length);
        at = put(second, input, at);
        at = put(key, input, at);
        put(REST, input, at);
        return input;
    }

    /** What the result of {@code position} holds, and that of no other position. */
    byte[] key(int position) {
        String number = String.valueOf(position);
        return ascii(name + "-" + "0".repeat(DIGITS - number.length()) + number + "@example.com");
    }

    /** Writes them as a JSON body. */
    void writeJson(OutputStream out) throws IOException {
        out.write(ascii("{\"inputs\":["));
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(input(i));
        }
        out.write(ascii("]}"));
    }

    /** How long the JSON body is; all inputs are of one length. */
    long jsonLength() {
        return "{\"inputs\":[]}".length() + (long) count * input(0).length + count - 1;
    }

    private static int put(byte[] part, byte[] target, int at) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
