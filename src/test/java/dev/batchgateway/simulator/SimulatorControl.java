package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives a simulator in another process over its control plane, with the types it would be driven by in this one. */
public final class SimulatorControl {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    /** Drives the simulator at that address. */
    public SimulatorControl(URI url) {
        this.url = url;
    }

    /** Calls and writes in numbers. */
    public LedgerSummary summary() {
        JsonObject json = send("GET", "/ledger", "");
        Map<Integer, Integer> statuses = new HashMap<>();
        json.getJsonObject("statuses")
                .forEach(each -> statuses.put(Integer.valueOf(each.getKey()), (Integer) each.getValue()));
        Map<HubSpotOperation, LedgerSummary.Counts> operations = new HashMap<>();
        json.getJsonObject("operations")
                .forEach(each -> operations.put(operation(each.getKey()), counts((JsonObject) each.getValue())));
        return new LedgerSummary(
                json.getInteger("calls"),
                json.getLong("writes"),
                json.getInteger("throttled"),
                json.getInteger("mostInFlight"),
                statuses,
                operations);
    }

    /** The first thousand calls. */
    public List<ReceivedCall> calls() {
        return results("/calls").stream()
                .map(json -> new ReceivedCall(
                        json.getInteger("number"),
                        operation(json.getString("operation")),
                        json.getString("method"),
                        json.getString("path"),
                        json.getString("caller"),
                        texts(json.getJsonObject("headers")),
                        Instant.parse(json.getString("at")),
                        json.getString("body"),
                        json.getInteger("inputs"),
                        json.getInteger("status")))
                .toList();
    }

    /** The first thousand written inputs whose bytes contain that value. */
    public List<WrittenInput> writesContaining(String value) {
        return results("/writes?value=" + URLEncoder.encode(value, StandardCharsets.UTF_8)).stream()
                .map(SimulatorControl::write)
                .toList();
    }

    /** Every written input of that operation, in the order of writing. */
    public List<WrittenInput> writes(HubSpotOperation operation) {
        return results("/writes?value=&limit=100000000").stream()
                .map(SimulatorControl::write)
                .filter(write -> write.operation() == operation)
                .toList();
    }

    /** How many different inputs were written more than once. */
    public int doubles() {
        return send("GET", "/doubles?limit=0", "").getInteger("total");
    }

    /** Changes one setting. */
    public <T> SimulatorControl set(Setting<T> setting, T value) {
        send(
                "PUT",
                "/settings",
                new JsonObject().put(setting.key(), setting.toJson(value)).encode());
        return this;
    }

    /** All settings under their keys. */
    public JsonObject settings() {
        return send("GET", "/settings", "");
    }

    /** Adds faults to the script. */
    public SimulatorControl add(FaultRule... rules) {
        JsonArray list = new JsonArray();
        for (FaultRule rule : rules) {
            list.add(FaultJson.write(rule));
        }
        send("POST", "/faults", list.encode());
        return this;
    }

    /** How many faults have met a call. */
    public int faultsPlayed() {
        return send("GET", "/faults", "").getInteger("played");
    }

    /** Adds a record and returns its id. */
    public String addRecord(String objectType, Map<String, String> properties) {
        JsonObject given = new JsonObject();
        properties.forEach(given::put);
        JsonObject body = new JsonObject().put("type", objectType).put("properties", given);
        return send("POST", "/records", body.encode()).getString("id");
    }

    /** Forgets everything. */
    public void reset() {
        send("POST", "/reset", "");
    }

    /** Sends any request to the control plane; an answer other than 200 is an exception with its message. */
    JsonObject send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/_simulator" + path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return new JsonObject(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<JsonObject> results(String path) {
        return send("GET", path, "").getJsonArray("results").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static WrittenInput write(JsonObject json) {
        return new WrittenInput(
                json.getInteger("call"),
                operation(json.getString("operation")),
                json.getString("objectType"),
                json.getString("recordId"),
                json.getBoolean("created"),
                json.getString("raw"),
                json.getString("traceId"),
                Long.parseUnsignedLong(json.getString("fingerprint"), 16),
                Instant.parse(json.getString("at")));
    }

    private static LedgerSummary.Counts counts(JsonObject json) {
        return new LedgerSummary.Counts(
                json.getInteger("calls"),
                json.getLong("inputs"),
                json.getLong("writes"),
                json.getInteger("mostInputs"));
    }

    private static HubSpotOperation operation(String key) {
        return HubSpotOperation.ofKey(key).orElseThrow();
    }

    private static Map<String, String> texts(JsonObject json) {
        Map<String, String> texts = new HashMap<>();
        json.forEach(each -> texts.put(each.getKey(), each.getValue().toString()));
        return texts;
    }
}
