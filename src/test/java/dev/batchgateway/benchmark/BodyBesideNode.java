package dev.batchgateway.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.batchgateway.simulator.SimulatorMain;
import dev.batchgateway.testing.GatewayProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * One JSON batch of 300,000 inputs of about 200 bytes, to the packaged gateway and to a batch service written by hand
 * for Node.js ({@code src/benchmark/node/batch-service.mjs}), in turns, in front of one simulator without latency and
 * without a rate limit that matters, both with {@value #CONNECTIONS} connections to it: CPU time of each batch, most
 * memory so far, and whether the answer is complete. The first round is that of a process just started, those from the
 * eleventh on are those of a warm one: until then the JVM compiles. Takes about three minutes.
 *
 * <p>{@code BodyBesideNode -Xmx384m}: arguments are options of the gateway's JVM or binary, whichever was built last; one
 * that is a number is the number of inputs.
 */
public final class BodyBesideNode {
    private static final int ROUNDS = 20;
    /** Rounds after which the JVM compiles little. */
    private static final int WARM_AFTER = 10;

    private static final int CONNECTIONS = 16;
    private static final double MEGABYTE = 1e6;
    private static final String PATH = "/crm/v3/objects/contacts/batch/upsert";
    private static final Path SERVICE = Path.of("src", "benchmark", "node", "batch-service.mjs");
    private static final Duration PATIENCE = Duration.ofMinutes(12);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Overview overview = Overview.ofThisRun();
    private final int inputs;
    private final byte[] body;

    private BodyBesideNode(int inputs) {
        this.inputs = inputs;
        this.body = body(inputs);
    }

    /**
     * Runs it and prints the table.
     *
     * @param arguments the gateway's JVM options, and the number of inputs
     */
    public static void main(String... arguments) throws Exception {
        int inputs = Stream.of(arguments)
                .filter(argument -> argument.matches("\\d+"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(300_000);
        String[] options = Stream.of(arguments)
                .filter(argument -> !argument.matches("\\d+"))
                .toArray(String[]::new);
        try (PrintedAddress hubSpot = simulator();
                GatewayProcess gateway = GatewayProcess.start(
                        GatewayProcess.command(options),
                        hubSpot.url(),
                        Map.of("GATEWAY_DISPATCH_MAX_IN_FLIGHT", String.valueOf(CONNECTIONS)));
                PrintedAddress node = node(hubSpot.url())) {
            new BodyBesideNode(inputs).run(String.join(" ", options), gateway, node);
        }
        System.exit(0);
    }

    private static PrintedAddress simulator() {
        return PrintedAddress.start(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorMain.class.getName(),
                        "0",
                        "--permits=1000000",
                        "--latencyMinMillis=0",
                        "--latencyMaxMillis=0",
                        "--keepRawBodies=false",
                        "--keepWrites=false",
                        "--keepRecords=false"));
    }

    private static PrintedAddress node(URI hubSpot) {
        return PrintedAddress.start(
                Map.of("HUBSPOT_URL", hubSpot.toString(), "PORT", "0", "CONNECTIONS", String.valueOf(CONNECTIONS)),
                List.of("node", SERVICE.toString()));
    }

    private void run(String options, GatewayProcess gateway, PrintedAddress node) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "A JSON batch of %,d inputs, %.1f MB; %s with %s%n",
                inputs,
                body.length / MEGABYTE,
                GatewayProcess.isNative() ? "native binary" : "gateway",
                options.isEmpty() ? "default options" : options);
        System.out.println("|                  | CPU s | peak memory MB |     s | answer |");
        System.out.println("|------------------|-------|----------------|-------|--------|");
        List<Cost> all = new ArrayList<>();
        List<Cost> beside = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            Cost ours = send(gateway.url(), gateway::pid, true);
            ours.print("gateway, batch " + round);
            Cost theirs = send(node.url(), node::pid, false);
            theirs.print("Node.js, batch " + round);
            System.out.printf(
                    Locale.ROOT,
                    "| ratio            | %5.2f | %14.2f | %5.2f |        |%n",
                    ours.cpu / theirs.cpu,
                    ours.memory / theirs.memory,
                    ours.seconds / theirs.seconds);
            all.add(ours);
            beside.add(theirs);
        }
        overview("the first of a process", all.subList(0, 1), beside.subList(0, 1));
        overview("the " + ROUNDS + " in all", all, beside);
        overview("the warm ones", all.subList(WARM_AFTER, ROUNDS), beside.subList(WARM_AFTER, ROUNDS));
    }

    private void overview(String which, List<Cost> ours, List<Cost> theirs) {
        String what = String.format(Locale.ROOT, "JSON batch of %,d inputs, %s", inputs, which);
        double cpu = ours.stream().mapToDouble(Cost::cpu).average().orElseThrow();
        double nodesCpu = theirs.stream().mapToDouble(Cost::cpu).average().orElseThrow();
        overview.row(
                what + ": CPU time of a batch",
                "below 0.50",
                "%.2f s".formatted(cpu),
                "Node.js %.2f s".formatted(nodesCpu),
                "%.2f".formatted(cpu / nodesCpu));
        double memory = ours.stream().mapToDouble(Cost::memory).max().orElseThrow();
        double nodesMemory = theirs.stream().mapToDouble(Cost::memory).max().orElseThrow();
        overview.row(
                what + ": memory",
                "below 0.50",
                "%.0f MB".formatted(memory),
                "Node.js %.0f MB".formatted(nodesMemory),
                "%.2f".formatted(memory / nodesMemory));
    }

    /** What one batch cost; CPU time in seconds, memory in MB. */
    private record Cost(double cpu, double memory, double seconds, String answer) {
        void print(String name) {
            System.out.printf(
                    Locale.ROOT, "| %-16s | %5.2f | %14.0f | %5.1f | %s |%n", name, cpu, memory, seconds, answer);
        }
    }

    private Cost send(URI service, LongSupplier pid, boolean inOrder) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(PATH))
                .header("Authorization", "Bearer pat-body-beside-node")
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        CpuTime before = CpuTime.of(pid.getAsLong());
        long began = System.nanoTime();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        double seconds = (System.nanoTime() - began) / 1e9;
        CpuTime cpu = CpuTime.of(pid.getAsLong()).minus(before);
        return new Cost(
                cpu.micros() / 1e6, PeakMemory.of(pid.getAsLong()) / MEGABYTE, seconds, judged(response, inOrder));
    }

    /** Complete is an answer with one result for each input; the gateway's must be in the inputs' order, too. */
    private String judged(HttpResponse<byte[]> response, boolean inOrder) throws IOException {
        BitSet seen = new BitSet(inputs);
        int results = 0;
        boolean isOrdered = true;
        try (JsonParser parser = new JsonFactory().createParser(response.body())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("email")) {
                    String email = String.valueOf(parser.nextTextValue());
                    int position = Integer.parseInt(email.replaceAll("\\D", ""));
                    isOrdered &= position == results;
                    seen.set(position);
                    results++;
                }
            }
        }
        boolean isComplete = results == inputs && seen.cardinality() == inputs && (isOrdered || !inOrder);
        return "%d, %,d bytes, %s"
                .formatted(
                        response.statusCode(),
                        response.body().length,
                        isComplete ? "complete" : "NOT COMPLETE: " + results + " results");
    }

    private static byte[] body(int inputs) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(220 * inputs);
        body.writeBytes("{\"inputs\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < inputs; i++) {
            String email = "user%07d@x.yz".formatted(i);
            String input = (i > 0 ? "," : "") + "{\"id\":\"" + email + "\",\"idProperty\":\"email\",\"properties\":{"
                    + "\"email\":\"" + email + "\",\"firstname\":\"Ada\",\"lastname\":\"Lovelace\",\"note\":\""
                    + "x".repeat(70) + "\"}}";
            body.writeBytes(input.getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
