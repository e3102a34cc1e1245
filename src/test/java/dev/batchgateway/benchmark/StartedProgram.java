package dev.batchgateway.benchmark;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.Polling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged program from its exec on, watched from outside, through its ports and Linux's {@code /proc}. */
final class StartedProgram implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int RECORDS = 10_000;
    private static final String TOKEN = "Bearer start";

    private static final String ONE_CALL = Batches.of(100, Batches::newContact);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final long began;
    private final int port;
    private double firstAnswerMillis;
    private double firstBatchMillis;

    private StartedProgram(List<String> command, URI hubSpot) throws IOException {
        this.port = freePort();
        int management = freePort();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(port),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        String.valueOf(management),
                        "GATEWAY_LIMIT_PERMITS",
                        "1000000",
                        "GATEWAY_HUBSPOT_URL",
                        hubSpot.toString()));
        this.began = System.nanoTime();
        this.process = builder.start();
        untilStatus(management, "GET /q/health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "200");
        this.firstAnswerMillis = millis();
    }

    /** Started, and one batch of a hundred creates has succeeded. */
    static StartedProgram start(List<String> command, URI hubSpot) throws IOException {
        StartedProgram program = new StartedProgram(command, hubSpot);
        untilStatus(
                program.port,
                "POST /crm/v3/objects/contacts/batch/create HTTP/1.1\r\nHost: x\r\nAuthorization: " + TOKEN + "\r\n"
                        + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + ONE_CALL.length() + "\r\n\r\n" + ONE_CALL,
                "201");
        program.firstBatchMillis = program.millis();
        return program;
    }

    /** Started two seconds ago, and nobody has called it but for its health. */
    static StartedProgram idle(List<String> command, URI hubSpot) throws IOException {
        StartedProgram program = new StartedProgram(command, hubSpot);
        Polling.pause(Duration.ofSeconds(2));
        return program;
    }

    double firstAnswerMillis() {
        return firstAnswerMillis;
    }

    double firstBatchMillis() {
        return firstBatchMillis;
    }

    /** Of {@code VmRSS} or {@code RssAnon}: megabytes of 1,000,000 bytes. */
    double megabytes(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1_000_000.0;
            }
        }
        throw new IOException("There is no " + field);
    }

    /** The most memory, in megabytes, that it has had resident after an NDJSON stream of {@code lines} upserts. */
    double megabytesAfterStreaming(int lines) {
        new StreamCaller(url(), TOKEN, new Upserts("stream", lines)).call().allOf(lines);
        return PeakMemory.of(process.pid()) / 1_000_000.0;
    }

    /** Under JSON batches of 10,000 upserts, one after another, after as long a warm-up. */
    double cpuMicrosPerRecord(int seconds) throws Exception {
        upserts(seconds);
        CpuTime before = CpuTime.of(process.pid());
        long records = upserts(seconds);
        return (double) CpuTime.of(process.pid()).minus(before).micros() / records;
    }

    private long upserts(int seconds) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new Upserts("body", RECORDS).writeJson(body);
        byte[] bytes = body.toByteArray();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long records = 0;
        while (System.nanoTime() < end) {
            HttpResponse<byte[]> answer = CLIENT.send(
                    HttpRequest.newBuilder(url().resolve(Upserts.PATH))
                            .header("Authorization", TOKEN)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(bytes))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 && answer.statusCode() != 201) {
                throw new IOException("The batch was answered with " + answer.statusCode() + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            records += RECORDS;
        }
        return records;
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private double millis() {
        return (System.nanoTime() - began) / 1_000_000.0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Asks again and again, from the first moment the port is open. */
    private static void untilStatus(int port, String request, String status) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String last = "nothing";
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(bytes);
                last = statusLine(socket.getInputStream());
                if (last.startsWith("HTTP/1.1 " + status)) {
                    return;
                }
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            Polling.pause(Duration.ofMillis(1));
        }
        throw new IOException("Instead of " + status + " came " + last);
    }

    private static String statusLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
