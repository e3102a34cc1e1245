package dev.batchgateway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer in HTTP/1.1, taken from a socket byte for byte. */
public final class RawAnswer {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private RawAnswer() {}

    /** The next answer, to its end; held to the description as that to {@code method} and {@code target}. */
    public static GatewayAnswer described(InputStream in, String method, String target) throws IOException {
        GatewayAnswer answer = read(in);
        DescribedAnswers.served().check(method, target, answer);
        return answer;
    }

    /** The one answer that {@code all} is, to the last byte; held to the description like that. */
    public static GatewayAnswer described(String all, String method, String target) {
        try (InputStream in = new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8))) {
            GatewayAnswer answer = described(in, method, target);
            String more = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!more.isEmpty()) {
                throw new AssertionError("Behind the answer came: " + more);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status line and the headers, with the empty line behind them. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection was closed after " + head.length() + " bytes: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The next answer, to its end; held to nothing. */
    public static GatewayAnswer read(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String header : lines) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        byte[] body = status == 204 || status == 304 ? new byte[0] : body(in, headers);
        return new GatewayAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    /** To where the head says the body ends; an answer that is cut is shorter. */
    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            return joined(in);
        }
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static byte[] joined(InputStream in) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(in), 16);
            joined.writeBytes(in.readNBytes(length));
            if (!line(in).isEmpty()) {
                throw new AssertionError("A chunk of " + length + " bytes is longer");
            }
            if (length == 0) {
                return joined.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new AssertionError("The answer was cut");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
