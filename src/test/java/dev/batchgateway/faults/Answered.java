package dev.batchgateway.faults;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway's answer to a batch.
 *
 * @param inputs how many inputs the batch had
 * @param body empty when the answer had none
 * @param errors of each position its entry of {@code errors}
 */
public record Answered(int inputs, int status, HttpHeaders headers, JsonObject body, Map<Integer, JsonObject> errors) {

    static Answered of(int inputs, HttpResponse<byte[]> response) {
        JsonObject body =
                response.body().length == 0 ? new JsonObject() : new JsonObject(Buffer.buffer(response.body()));
        return new Answered(inputs, response.statusCode(), response.headers(), body, byPosition(body));
    }

    private static Map<Integer, JsonObject> byPosition(JsonObject body) {
        Map<Integer, JsonObject> errors = new HashMap<>();
        if (body.containsKey("results")) {
            for (JsonObject error : objects(body, "errors")) {
                JsonArray positions = error.getJsonObject("context").getJsonArray("position");
                positions.forEach(position -> errors.put(Integer.valueOf(position.toString()), error));
            }
        }
        return errors;
    }

    private static List<JsonObject> objects(JsonObject body, String name) {
        List<JsonObject> objects = new ArrayList<>();
        body.getJsonArray(name, new JsonArray()).forEach(each -> objects.add((JsonObject) each));
        return objects;
    }

    /** How the input at {@code position} ended. */
    public Ended ended(int position) {
        if (status >= 300) {
            return unsent() > 0 ? Ended.UNSENT : Ended.REJECTED;
        }
        JsonObject error = errors.get(position);
        if (error == null || subCategory(position).endsWith("NO_ASSOCIATIONS_FOUND")) {
            return Ended.SUCCEEDED;
        }
        return switch (error.getString("category", "")) {
            case "UNCONFIRMED" -> Ended.UNCONFIRMED;
            case "UNSENT" -> Ended.UNSENT;
            default -> Ended.REJECTED;
        };
    }

    /** The {@code subCategory} of the error at {@code position}; empty when it has none. */
    public String subCategory(int position) {
        return error(position).getString("subCategory", "");
    }

    /** The entry of {@code errors} for {@code position}; empty when it has none. */
    public JsonObject error(int position) {
        return errors.getOrDefault(position, new JsonObject());
    }

    /** The number in {@code X-Gateway-Succeeded}. */
    public int succeeded() {
        return count("Succeeded");
    }

    /** The number in {@code X-Gateway-Rejected}. */
    public int rejected() {
        return count("Rejected");
    }

    /** The number in {@code X-Gateway-Unconfirmed}. */
    public int unconfirmed() {
        return count("Unconfirmed");
    }

    /** The number in {@code X-Gateway-Unsent}. */
    public int unsent() {
        return count("Unsent");
    }

    /** The number in {@code X-Gateway-Calls}. */
    public int calls() {
        return count("Calls");
    }

    /** The four counts, in the order of {@link Ended}, for comparing them at once. */
    public List<Integer> counts() {
        return List.of(succeeded(), rejected(), unconfirmed(), unsent());
    }

    /** A header, empty when it is missing. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The elements of {@code results}. */
    public List<JsonObject> results() {
        return objects(body, "results");
    }

    /** The number in the header of that outcome. */
    public int count(Ended ended) {
        return switch (ended) {
            case SUCCEEDED -> succeeded();
            case REJECTED -> rejected();
            case UNCONFIRMED -> unconfirmed();
            case UNSENT -> unsent();
        };
    }

    int count(String outcome) {
        return headers.firstValue("X-Gateway-" + outcome).map(Integer::parseInt).orElse(-1);
    }
}
