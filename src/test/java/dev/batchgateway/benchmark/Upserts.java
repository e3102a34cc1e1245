package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A batch of upserts whose inputs are made by position while they are sent, so that a large one takes no memory. Each
 * has a key of its own.
 *
 * @param name keeps the keys of batches apart; letters and digits
 * @param count number of inputs
 * @param filling how many letters the job title of each has; an input is about 200 bytes longer than that
 */
record Upserts(String name, int count, int filling) {
    static final String PATH = "/crm/v3/objects/contacts/batch/upsert";
    private static final int DIGITS = 7;
    private static final int USUAL_FILLING = 90;
    private static final String USUAL = "x".repeat(USUAL_FILLING);
    private static final byte[] MIDDLE =
            ascii("\",\"firstname\":\"Ada\",\"lastname\":\"Lovelace\",\"company\":\"Analytical Engines\","
                    + "\"jobtitle\":\"");
    private static final byte[] END = ascii("\"}}");

    /** Inputs of about 290 bytes. */
    Upserts(String name, int count) {
        this(name, count, USUAL_FILLING);
    }

    /** As many as make so many bytes, in lines. */
    static Upserts of(long bytes, String name, int filling) {
        int one = new Upserts(name, 1, filling).input(0).length + 1;
        return new Upserts(name, (int) Math.max(1, bytes / one), filling);
    }

    /** The input at {@code position}. */
    byte[] input(int position) {
        byte[] key = key(position);
        byte[] first = ascii("{\"idProperty\":\"email\",\"id\":\"");
        byte[] second = ascii("\",\"properties\":{\"email\":\"");
        byte[] rest = ascii(filling == USUAL_FILLING ? USUAL : "x".repeat(filling));
        int length = first.length + second.length + 2 * key.length + MIDDLE.length + rest.length + END.length;
        byte[] input = Arrays.copyOf(first, length);
        int at = put(key, input, first.length);
        at = put(second, input, at);
        at = put(key, input, at);
        at = put(MIDDLE, input, at);
        at = put(rest, input, at);
        put(END, input, at);
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
