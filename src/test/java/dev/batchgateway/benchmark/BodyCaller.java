package dev.batchgateway.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A caller of one JSON batch, who looks at every result: each input's, in the order of the inputs. */
final class BodyCaller {
    private static final String TYPE = "application/json";
    private static final JsonFactory JSON = new JsonFactory();

    private final URI gateway;
    private final String authorization;
    private final Upserts batch;
    private final boolean isChunked;

    /** @param isChunked whether the body comes in chunks, its length not known before */
    BodyCaller(URI gateway, String authorization, Upserts batch, boolean isChunked) {
        this.gateway = gateway;
        this.authorization = authorization;
        this.batch = batch;
        this.isChunked = isChunked;
    }

    /** Makes the call, reading while it sends, and waits for its end. */
    Heard call() {
        long began = System.nanoTime();
        RawCall.Head head = null;
        double headSeconds = 0;
        try (RawCall call = RawCall.to(gateway)) {
            OutputStream body = call.post(Upserts.PATH, authorization, TYPE, isChunked ? -1 : batch.jsonLength());
            new Thread(() -> send(body), "sender").start();
            head = call.head();
            headSeconds = seconds(began);
            InputStream answer = call.body(head);
            if (head.status() >= 300) {
                answer.readAllBytes();
                boolean canRetry = !head.header("retry-after").isEmpty();
                return new Heard(head.status(), canRetry, Heard.NOTHING, headSeconds, seconds(began), 0, "");
            }
            List<Integer> counts = counts(head);
            String wrong = counts.stream().mapToInt(Integer::intValue).sum() == batch.count()
                    ? wrongResults(answer, counts.get(0))
                    : "its headers count " + counts;
            return new Heard(head.status(), false, counts, headSeconds, seconds(began), 1, wrong);
        } catch (EOFException cut) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), "cut");
        } catch (IOException e) {
            return Heard.wrong(head == null ? 0 : head.status(), headSeconds, seconds(began), e.toString());
        }
    }

    private void send(OutputStream body) {
        try {
            batch.writeJson(body);
            body.close();
        } catch (IOException refused) {
            // Whoever reads the answer finds out why.
            return;
        }
    }

    private static List<Integer> counts(RawCall.Head head) {
        return Stream.of("succeeded", "rejected", "unconfirmed", "unsent")
                .map(outcome -> head.header("x-gateway-" + outcome))
                .map(count -> count.isEmpty() ? 0 : Integer.parseInt(count))
                .toList();
    }

    /** Keys of results must grow with the inputs' positions, and be as many as succeeded. */
    private String wrongResults(InputStream answer, int succeeded) throws IOException {
        int results = 0;
        String last = "";
        try (JsonParser parser = JSON.createParser(answer)) {
            boolean isInResults = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME
                        && parser.getParsingContext().getParent().inRoot()) {
                    isInResults = parser.currentName().equals("results");
                } else if (isInResults
                        && token == JsonToken.FIELD_NAME
                        && parser.currentName().equals("email")) {
                    String key = String.valueOf(parser.nextTextValue());
                    boolean isNext = key.compareTo(last) > 0 && key.startsWith(batch.name() + "-");
                    if (!isNext || (succeeded == batch.count() && !key.equals(key(results)))) {
                        return "result " + results + " is that of " + key;
                    }
                    last = key;
                    results++;
                }
            }
        }
        return results == succeeded ? "" : "it has " + results + " results, and counts " + succeeded;
    }

    private String key(int position) {
        return new String(batch.key(position), StandardCharsets.US_ASCII);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
