package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** What came back for one call. */
public record Exchanged(HttpResponse<String> response) {

    /** The status. */
    public int status() {
        return response.statusCode();
    }

    /** The body as received. */
    public String body() {
        return response.body();
    }

    /** The body as a JSON object. */
    public JsonObject json() {
        return new JsonObject(response.body());
    }

    /** A header's value; empty without one. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The field of that name of a JSON body, as text. */
    public String text(String field) {
        return String.valueOf(json().getValue(field));
    }

    /** {@code results} of a batch answer. */
    public List<JsonObject> results() {
        return objects("results");
    }

    /** {@code errors} of a batch answer; none if there is no such field. */
    public List<JsonObject> errors() {
        return objects("errors");
    }

    private List<JsonObject> objects(String field) {
        return json().getJsonArray(field, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
