package dev.batchgateway.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A caller of one NDJSON batch, who looks at every line of the answer: each position once, with the result of its own
 * input, and a summary that says the same.
 */
final class StreamCaller {
    private static final String TYPE = "application/x-ndjson";
    private static final byte[] POSITION = "{\"position\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUMMARY = "{\"summary\":".getBytes(StandardCharsets.US_ASCII);
    private static final String OUTCOME = ",\"outcome\":\"";
    private static final List<String> OUTCOMES = List.of("succeeded", "rejected", "unconfirmed", "unsent");

    private final URI gateway;
    private final String authorization;
    private final Upserts batch;
    private final BitSet seen = new BitSet();
    private final int[] counts = new int[OUTCOMES.size()];
    private boolean isHalfDuplex;
    private long bytesPerSecond = Long.MAX_VALUE;
    private volatile int sent;
    private long read;
    private int sentAtFirstLine = -1;
    private String wrong = "";
    private JsonObject summary = new JsonObject();

    StreamCaller(URI gateway, String authorization, Upserts batch) {
        this.gateway = gateway;
        this.authorization = authorization;
        this.batch = batch;
    }

    /** Reads nothing before it has sent everything, as most HTTP/1.1 clients do. */
    StreamCaller halfDuplex() {
        isHalfDuplex = true;
        return this;
    }

    /** Reads no faster than that. */
    StreamCaller reading(long mostBytesPerSecond) {
        bytesPerSecond = mostBytesPerSecond;
        return this;
    }

    /** Makes the call and waits for its end. */
    Heard call() {
        long began = System.nanoTime();
        RawCall.Head head = null;
        double headSeconds = 0;
        try (RawCall call = RawCall.to(gateway)) {
            OutputStream body = call.post(Upserts.PATH, authorization, TYPE, -1);
            CompletableFuture<Void> sending = new CompletableFuture<>();
            if (isHalfDuplex) {
                send(body, sending);
                sending.join();
            } else {
                new Thread(() -> send(body, sending), "sender").start();
            }
            head = call.head();
            headSeconds = seconds(began);
            InputStream answer = call.body(head);
            if (head.status() != 200) {
                answer.readAllBytes();
                boolean canRetry = !head.header("retry-after").isEmpty();
                return new Heard(head.status(), canRetry, Heard.NOTHING, headSeconds, seconds(began), 0, "");
            }
            readLines(answer);
            judge();
            return new Heard(
                    200,
                    false,
                    Arrays.stream(counts).boxed().toList(),
                    headSeconds,
                    seconds(began),
                    (double) Math.max(0, sentAtFirstLine) / batch.count(),
                    wrong);
        } catch (EOFException cut) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), "cut");
        } catch (IOException | CompletionException e) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), e.toString());
        }
    }

    private void send(OutputStream body, CompletableFuture<Void> sending) {
        try {
            for (int i = 0; i < batch.count(); i++) {
                body.write(batch.input(i));
                body.write('\n');
                sent = i + 1;
            }
            body.close();
            sending.complete(null);
        } catch (IOException e) {
            sending.completeExceptionally(e);
        }
    }

    private void readLines(InputStream answer) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        int filled = 0;
        long began = System.nanoTime();
        for (int more = answer.read(bytes, 0, bytes.length); more >= 0; ) {
            read += more;
            filled += more;
            int from = 0;
            for (int i = filled - more; i < filled; i++) {
                if (bytes[i] == '\n') {
                    line(bytes, from, i);
                    from = i + 1;
                }
            }
            System.arraycopy(bytes, from, bytes, 0, filled - from);
            filled -= from;
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            pace(began);
            more = answer.read(bytes, filled, bytes.length - filled);
        }
        note(filled > 0, "it ends in the middle of a line");
    }

    private void pace(long began) {
        long ahead = bytesPerSecond == Long.MAX_VALUE
                ? 0
                : (long) (1e9 * read / bytesPerSecond) - (System.nanoTime() - began);
        if (ahead > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(ahead);
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }

    private void line(byte[] bytes, int from, int to) {
        if (sentAtFirstLine < 0) {
            sentAtFirstLine = sent;
        }
        note(!summary.isEmpty(), "a line comes behind the summary");
        if (startsWith(bytes, from, to, SUMMARY)) {
            summary =
                    new JsonObject(new String(bytes, from, to - from, StandardCharsets.UTF_8)).getJsonObject("summary");
            return;
        }
        int at = from + POSITION.length;
        int position = 0;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            position = 10 * position + bytes[at++] - '0';
        }
        int word = at + OUTCOME.length();
        int wordEnd = word;
        while (wordEnd < to && bytes[wordEnd] != '"') {
            wordEnd++;
        }
        int outcome = OUTCOMES.indexOf(new String(bytes, word, wordEnd - word, StandardCharsets.US_ASCII));
        if (!startsWith(bytes, from, to, POSITION) || outcome < 0 || position >= batch.count()) {
            note(true, "a line that is none: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        note(seen.get(position), "position " + position + " comes twice");
        seen.set(position);
        counts[outcome]++;
        note(
                outcome == 0 && !contains(bytes, wordEnd, to, batch.key(position)),
                "position " + position + " has the result of another");
    }

    private void judge() {
        note(summary.isEmpty(), "it has no summary");
        for (int i = 0; i < counts.length && !summary.isEmpty(); i++) {
            note(summary.getInteger(OUTCOMES.get(i)) != counts[i], "its summary says otherwise: " + summary);
        }
        boolean isCutShort = summary.containsKey("notReadToTheEnd");
        note(seen.cardinality() != batch.count() && !isCutShort, "it has " + seen.cardinality() + " positions");
        note(isCutShort && seen.length() != seen.cardinality(), "positions are missing in the middle");
    }

    private void note(boolean isSo, String what) {
        if (isSo && wrong.isEmpty()) {
            wrong = what;
        }
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
        return to - from >= start.length && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] part) {
        for (int i = from; i + part.length <= to; i++) {
            if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
