package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchgateway.testing.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A real Prometheus on this machine alone, which reads one gateway and one file of rules every second. */
final class PrometheusProcess implements AutoCloseable {
    /** Where it takes the gateway to be, as Kubernetes' own labels would say. */
    static final String NAMESPACE = "integration";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path log;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private PrometheusProcess(Process process, Path log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Whether there is one on the path, with its tool beside it. */
    static boolean isHere() {
        return Promtool.isHere("prometheus") && Promtool.isHere();
    }

    /**
     * Starts one, which answers when this returns.
     *
     * @param directory for its data, its configuration and its log
     * @param management the gateway's management port
     * @param rules a file of rules in Prometheus' own form
     */
    static PrometheusProcess start(Path directory, URI management, Path rules) {
        try {
            Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                    rule_files: ['%s']
                    scrape_configs:
                      - job_name: hubspot-batch-gateway
                        metrics_path: /q/metrics
                        static_configs:
                          - targets: ['%s']
                            labels: {namespace: '%s', pod: '%s-0'}
                    """.formatted(
                            rules.toAbsolutePath(), management.getAuthority(), NAMESPACE, NAMESPACE));
            Path log = directory.resolve("prometheus.log");
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // A proxy of the machine's would stand between it and the gateway.
            builder.environment().keySet().removeIf(name -> name.toUpperCase(Locale.ROOT)
                    .endsWith("_PROXY"));
            PrometheusProcess started =
                    new PrometheusProcess(builder.start(), log, URI.create("http://127.0.0.1:" + port));
            boolean isReady = Polling.until(PATIENCE, () -> !started.process.isAlive() || started.isReady());
            assertTrue(isReady && started.process.isAlive(), () -> "It does not start:\n" + started.log());
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean isReady() {
        try {
            return sent(HttpRequest.newBuilder(url.resolve("/-/ready"))).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The {@code data} at a path of its HTTP API, such as {@code rules}. */
    JsonNode get(String path) {
        return data(path, sent(HttpRequest.newBuilder(url.resolve("/api/v1/" + path))));
    }

    /** The series that {@code expression} has now, each with its {@code metric} and its {@code value}. */
    JsonNode query(String expression) {
        String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return data(
                        expression,
                        sent(HttpRequest.newBuilder(url.resolve("/api/v1/query"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))))
                .path("result");
    }

    /** The values of a label of {@code series}, as Grafana's {@code label_values} has them. */
    List<String> labelValues(String series, String label) {
        String path = "label/" + label + "/values?match%5B%5D=" + URLEncoder.encode(series, StandardCharsets.UTF_8);
        return StreamSupport.stream(get(path).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode data(String asked, HttpResponse<String> answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            assertTrue(body.path("status").asText().equals("success"), () -> asked + ": " + answer.body());
            return body.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while Prometheus was asked", e);
        }
    }

    /** What it has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException("Interrupted while Prometheus ended", e);
        }
    }
}
