package dev.batchgateway.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A caller of a call that is passed on: one record with a long property, which HubSpot's answer holds, too. */
final class PassedCaller {
    private static final String PATH = "/crm/v3/objects/contacts";
    private static final byte[] LETTERS = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

    private final URI gateway;
    private final String authorization;
    private final String name;
    private final long bytes;

    /** @param bytes about how long the property is */
    PassedCaller(URI gateway, String authorization, String name, long bytes) {
        this.gateway = gateway;
        this.authorization = authorization;
        this.name = name;
        this.bytes = bytes;
    }

    /** Makes the call, reading while it sends, and waits for its end. */
    Heard call() {
        long began = System.nanoTime();
        RawCall.Head head = null;
        double headSeconds = 0;
        try (RawCall call = RawCall.to(gateway)) {
            OutputStream body = call.post(PATH, authorization, "application/json", -1);
            new Thread(() -> send(body), "sender").start();
            head = call.head();
            headSeconds = seconds(began);
            InputStream answer = call.body(head);
            long length = 0;
            byte[] piece = new byte[64 * 1024];
            for (int read = answer.read(piece, 0, piece.length); read >= 0; ) {
                length += read;
                read = answer.read(piece, 0, piece.length);
            }
            boolean isRight = head.status() != 201 || length > bytes;
            return new Heard(
                    head.status(),
                    !head.header("retry-after").isEmpty(),
                    head.status() == 201 ? List.of(1, 0, 0, 0) : Heard.NOTHING,
                    headSeconds,
                    seconds(began),
                    1,
                    isRight ? "" : "its answer has " + length + " bytes");
        } catch (EOFException cut) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), "cut");
        } catch (IOException e) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), e.toString());
        }
    }

    private void send(OutputStream body) {
        try {
            body.write(("{\"properties\":{\"email\":\"" + name + "@example.com\",\"jobtitle\":\"")
                    .getBytes(StandardCharsets.US_ASCII));
            for (long sent = 0; sent <= bytes; sent += LETTERS.length) {
                body.write(LETTERS);
            }
            body.write("\"}}".getBytes(StandardCharsets.US_ASCII));
            body.close();
        } catch (IOException refused) {
            // Whoever reads the answer finds out why.
            return;
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
