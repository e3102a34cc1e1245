package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a gateway says of a batch whose texts are of all kinds, but for what is another in every run.
 *
 * @param answer status and body
 * @param line of the log
 * @param counts of everything that is counted; what is measured besides is another in every run, and a number as well
 */
record Said(String answer, String line, List<String> counts) {
    private static final String PATH = "/crm/v3/objects/contacts/batch/upsert";
    private static final List<String> TEXTS =
            List.of("ä Ö ß é", "日本", "\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDE80", "İstanbul ILI", "ışık ili");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
    private static final Pattern OF_THIS_RUN = Pattern.compile("(?<=requestId=)\\S+|(?<=Millis=)\\d+");
    private static final Pattern COUNT = Pattern.compile("gateway_\\w+_total\\b.*");
    /** Of a metric that ends with its number, as Prometheus reads it. */
    private static final Pattern SERIES = Pattern.compile(".* (-?\\d+(\\.\\d+(E-?\\d+)?)?|NaN)");

    /** Sends it to a gateway whose HubSpot is new. */
    static Said by(GatewayProcess gateway) {
        GatewayAnswer answer = Gateways.post(gateway, PATH, Batches.of(TEXTS.size(), Said::input));
        assertEquals(TEXTS, answer.properties("unique_ref"), answer::body);
        assertEquals(TEXTS, answer.properties("firstname"), answer::body);
        assertTrue(Polling.until(PATIENCE, () -> line(gateway).isPresent()), gateway::log);
        List<String> series = Gateways.metrics(gateway)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertEquals(
                List.of(),
                series.stream().filter(line -> !SERIES.matcher(line).matches()).toList());
        return new Said(
                answer.status() + " " + TIME.matcher(answer.body()).replaceAll("TIME"),
                line(gateway).orElseThrow(),
                series.stream()
                        .filter(line -> COUNT.matcher(line).matches())
                        .sorted()
                        .toList());
    }

    private static String input(int position) {
        String text = TEXTS.get(position);
        return "{\"idProperty\":\"unique_ref\",\"id\":\"" + text + "\",\"properties\":{\"firstname\":\"" + text
                + "\"}}";
    }

    private static Optional<String> line(GatewayProcess gateway) {
        return gateway.log()
                .lines()
                .filter(line -> line.contains(" batch "))
                .map(line -> TIME.matcher(line).replaceFirst("TIME"))
                .map(line -> OF_THIS_RUN.matcher(line).replaceAll("-"))
                .findFirst();
    }
}
