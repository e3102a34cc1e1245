package dev.batchgateway.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * An upstream that costs next to nothing: reads a call, looks at no byte of its body, and answers as HubSpot answers a
 * call of a hundred creates or upserts whose trace ids are the gateway's, always with the same bytes. Its results come
 * in a shuffled order, and its rate limit is out of reach. In a process of its own, so that its CPU time is nobody
 * else's: {@code CannedHubSpot} prints its address, then runs until its standard input
 * ends.
 */
public final class CannedHubSpot {
    static final int RESULTS = 100;
    private static final int MOST_WAITING = 256;

    private CannedHubSpot() {}

    /** Serves each connection on a thread of its own. */
    public static void main(String... arguments) throws IOException {
        byte[] created = answer("201 Created", false);
        byte[] upserted = answer("200 OK", true);
        try (ServerSocket server = new ServerSocket(0, MOST_WAITING, InetAddress.getLoopbackAddress())) {
            System.out.println("http://127.0.0.1:" + server.getLocalPort());
            Thread accepting = new Thread(() -> accept(server, created, upserted));
            accepting.setDaemon(true);
            accepting.start();
            while (System.in.read() >= 0) {
                // Whoever started this holds the other end.
            }
        }
    }

    private static void accept(ServerSocket server, byte[] created, byte[] upserted) {
        try {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                Thread serving = new Thread(() -> serve(connection, created, upserted));
                serving.setDaemon(true);
                serving.start();
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void serve(Socket connection, byte[] created, byte[] upserted) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 64 * 1024);
            OutputStream out = connection.getOutputStream();
            for (HttpHead head = HttpHead.read(in); head != null; head = HttpHead.read(in)) {
                in.skipNBytes(head.contentLength());
                out.write(head.firstLine().contains("/create ") ? created : upserted);
            }
        } catch (IOException e) {
            // The other side has closed the connection.
        }
    }

    /** The body of every answer. */
    static byte[] body(boolean upserts) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            String email = "user" + i + "@example.com";
            results.add("{\"id\":\"1715960448" + (10 + i) + "\",\"properties\":{\"createdate\":"
                    + "\"2026-11-22T22:16:59.117Z\",\"email\":\"" + email + "\",\"hs_object_id\":\"1715960448"
                    + (10 + i) + "\",\"lastmodifieddate\":\"2026-11-22T22:16:59.117Z\"},"
                    + "\"createdAt\":\"2026-11-22T22:16:59.117Z\",\"updatedAt\":\"2026-11-22T22:16:59.117Z\","
                    + "\"archived\":false," + (upserts ? "\"new\":true," : "")
                    + "\"objectWriteTraceId\":\"gw" + i + "\"}");
        }
        Collections.shuffle(results, new Random(1));
        return ("{\"status\":\"COMPLETE\",\"results\":[" + String.join(",", results)
                        + "],\"startedAt\":\"2026-11-22T22:16:59.100Z\",\"completedAt\":\"2026-11-22T22:16:59.100Z\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] answer(String status, boolean upserts) {
        byte[] body = body(upserts);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 " + status + "\r\nContent-Type: application/json;charset=utf-8\r\n"
                        + "Content-Length: " + body.length + "\r\nX-HubSpot-RateLimit-Max: 100000\r\n"
                        + "X-HubSpot-RateLimit-Remaining: 99999\r\n"
                        + "X-HubSpot-RateLimit-Interval-Milliseconds: 1000\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }
}
