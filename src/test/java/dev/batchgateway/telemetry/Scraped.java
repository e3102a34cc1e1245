package dev.batchgateway.telemetry;

import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a gateway's management port tells Prometheus, taken apart. */
final class Scraped {
    /** A series of the gateway's own: its name, its labels and its value. */
    static final Pattern SERIES = Pattern.compile("(gateway_[a-z_]+)(?:\\{(.*)})? (\\S+)");

    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\",?");

    private final String text;

    private Scraped(String text) {
        this.text = text;
    }

    /** What it tells now. */
    static Scraped of(URI management) {
        return new Scraped(RestAssured.given()
                .get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    String text() {
        return text;
    }

    /** The values of series with exactly these labels: one, or none. */
    List<Double> values(String name, String labels) {
        Map<String, String> wanted = labels(labels);
        return text.lines()
                .map(SERIES::matcher)
                .filter(one -> one.matches()
                        && one.group(1).equals(name)
                        && labels(one.group(2)).equals(wanted))
                .map(one -> Double.valueOf(one.group(3)))
                .toList();
    }

    /** The same of a count that is not there before it counts. */
    double count(String name, String labels) {
        return values(name, labels).stream().mapToDouble(value -> value).sum();
    }

    /** {@code a="1",b="2"}. */
    static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }
}
