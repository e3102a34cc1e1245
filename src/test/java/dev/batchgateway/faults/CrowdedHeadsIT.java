package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Http2Bytes;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged program with the heap that its images have in a container of 256 MiB, and hundreds of connections that
 * send nothing but heads, without a credential. Each of these once ended the process, or left it without memory for its
 * reads.
 */
class CrowdedHeadsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String LINE = "POST " + CREATE + " HTTP/1.1\r\nHost: a\r\n";
    private static final int MANY = 900;
    /** Times 3 to 4 KB, which is more than the sixteenth of 102 MB that heads have. */
    private static final int FULL = 2_300;

    /** Of HTTP/2 (RFC 9113, 6.4 and 7). */
    private static final int RST_STREAM = 3;

    private static final int REFUSED_STREAM = 7;

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, 1_000_000));
    private final GatewayProcess gateway =
            GatewayProcess.start(LittleHeapIT.command(), hubSpot.url(), Map.of("GATEWAY_EDGE_HEAD", "30s"));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Socket> connections = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        gateway.close();
        hubSpot.close();
    }

    @Test
    void headsOfThousandsOfFieldsAreRefusedAtTheHundredAndFirst() throws Exception {
        open(MANY, LINE + "a:\r\n".repeat(9_900));

        assertServed();
        assertEquals(0, closedForMemory(), "nothing was kept of them");
    }

    @Test
    void linesWithoutAnEndAreBoundedTogether() throws Exception {
        open(MANY, "GET /" + "x".repeat(19_000));

        assertTrue(Polling.until(PATIENCE, () -> closedForMemory() > 0));
        assertServed();
    }

    @Test
    void headsWithoutAnEndAreBoundedTogether() throws Exception {
        open(MANY, LINE + longFields());

        assertTrue(Polling.until(PATIENCE, () -> closedForMemory() > 0));
        assertServed();
    }

    @Test
    void whatIsPipelinedIsBoundedTogether() throws Exception {
        open(MANY, "GET /none HTTP/1.1\r\nHost:a\r\n\r\n".repeat(2_000));

        assertTrue(Polling.until(PATIENCE, () -> closedForMemory() > 0));
        assertServed();
    }

    /** A byte of them takes thirty. */
    @Test
    void manySmallFieldsOfHttp2AreBoundedTogether() throws Exception {
        Http2Bytes bytes = Http2Bytes.beginning();
        for (int stream = 1; stream < 200; stream += 2) {
            bytes.request(stream, 1_150);
        }

        open(300, bytes.all());

        assertTrue(Polling.until(PATIENCE, () -> closedForMemory() > 0));
        assertServed();
    }

    /** All are turned away for want of a token, but their bodies do not come, and their heads are held. */
    @Test
    void whoComesWhereHeadsFillTheRoomIsToldToComeAgain() throws Exception {
        String fields =
                IntStream.range(0, 15).mapToObj(i -> "a" + i + ": b\r\n").collect(Collectors.joining());
        String head = LINE + "Content-Length: 10\r\n" + fields + "\r\n";
        Socket http2 = new Socket(gateway.url().getHost(), gateway.url().getPort());
        http2.setSoTimeout((int) PATIENCE.toMillis());
        http2.getOutputStream().write(Http2Bytes.beginning().all());
        open(FULL, head);
        GatewayAnswer first = RawAnswer.read(connections.get(0).getInputStream());
        for (Socket other : connections.subList(1, FULL)) {
            assertEquals('H', other.getInputStream().read(), "every one has its answer");
        }
        open(1, head);
        GatewayAnswer last = RawAnswer.read(connections.get(FULL).getInputStream());

        assertEquals(401, first.status(), first::toString);
        assertEquals(503, last.status(), last::toString);
        assertEquals("1", last.header("Retry-After"));
        assertTrue(last.body().contains("The heads of the requests"), last.body());
        assertTrue(last.body().contains("safe to send again"), last.body());

        // Larger than those before, of which there is no room for one more.
        http2.getOutputStream().write(new Http2Bytes().request(1, 12).all());
        assertEquals(REFUSED_STREAM, resetOf(http2));
        http2.close();

        connections.get(0).getOutputStream().write("0123456789".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(Polling.until(PATIENCE, this::isServed), "there is room again for one");
    }

    @Test
    void longHeadsOfRequestsWhoseBodiesDoNotComeAreBoundedTogether() throws Exception {
        open(MANY, LINE + longFields() + "Content-Length: 10\r\n\r\n");

        assertTrue(Polling.until(PATIENCE, () -> closedForMemory() + toldToComeAgain() > MANY / 2));
        assertServed();
    }

    /** The caller says how large the table is into which heads of answers go. */
    @Test
    void theHeadsOfAnswersAreNotKeptForTheCaller() throws Exception {
        Http2Bytes bytes = Http2Bytes.beginning();
        for (int i = 0; i < 100_000; i++) {
            bytes.settings(1, i % 2 == 0 ? -1 : -2);
        }

        open(50, bytes.all());

        for (Socket connection : connections) {
            assertTrue(isEnded(connection));
        }
        assertServed();
    }

    /** The code with which the first stream ends that is reset. */
    private static int resetOf(Socket http2) throws IOException {
        DataInputStream frames = new DataInputStream(http2.getInputStream());
        while (true) {
            int length = (frames.readUnsignedShort() << Byte.SIZE) | frames.readUnsignedByte();
            int type = frames.readUnsignedByte();
            frames.skipNBytes(Byte.BYTES + Integer.BYTES);
            if (type == RST_STREAM) {
                return frames.readInt();
            }
            frames.skipNBytes(length);
        }
    }

    private static String longFields() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            fields.append("a").append(i).append(": ").append("x".repeat(200)).append("\r\n");
        }
        return fields.toString();
    }

    /** Some of them may be closed before everything is sent. */
    private void open(int number, String text) throws IOException {
        open(number, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void open(int number, byte[] all) throws IOException {
        URI to = gateway.url();
        for (int i = 0; i < number; i++) {
            Socket connection = new Socket(to.getHost(), to.getPort());
            connection.setSoTimeout((int) PATIENCE.toMillis());
            connections.add(connection);
            boolean unused = write(connection, all);
        }
    }

    private static boolean isEnded(Socket connection) {
        try {
            long unused = connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static boolean write(Socket connection, byte[] bytes) {
        try {
            connection.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** An ordinary request, while they are all there. */
    private void assertServed() {
        assertEquals(201, ordinary());
    }

    private boolean isServed() {
        return ordinary() == 201;
    }

    private int ordinary() {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(CREATE))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer ordinary")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"inputs\":[{\"properties\":{\"email\":\"a@example.com\"}}]}"))
                .build();

        return client.sendAsync(request, BodyHandlers.ofString()).join().statusCode();
    }

    private double closedForMemory() {
        return counted("gateway_connections_closed_total", "limit=\"memory\"");
    }

    private double toldToComeAgain() {
        return counted("gateway_answers_total", "status=\"503\"");
    }

    private double counted(String metric, String label) {
        String all = client.sendAsync(
                        HttpRequest.newBuilder(gateway.management().resolve("/q/metrics"))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body();
        return all.lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
