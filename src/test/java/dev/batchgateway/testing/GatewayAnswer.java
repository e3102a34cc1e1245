package dev.batchgateway.testing;

import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the gateway answered.
 *
 * @param headers by name in lower case; of a header given twice the last
 */
public record GatewayAnswer(int status, Map<String, String> headers, String body) {
    private static final String COUNT = "x-gateway-";

    /** The answer of REST Assured. */
    public static GatewayAnswer of(Response response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().forEach(header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
        return new GatewayAnswer(
                response.statusCode(), headers, new String(response.asByteArray(), StandardCharsets.UTF_8));
    }

    /** The answer of the JDK's client. */
    public static GatewayAnswer of(HttpResponse<byte[]> response) {
        HttpHeaders given = response.headers();
        Map<String, String> headers = new TreeMap<>();
        given.map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new GatewayAnswer(response.statusCode(), headers, new String(response.body(), StandardCharsets.UTF_8));
    }

    /** A header's value; empty without one. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The number in {@code X-Gateway-…}; -1 without one. */
    public int count(String name) {
        return Integer.parseInt(headers.getOrDefault(COUNT + name.toLowerCase(Locale.ROOT), "-1"));
    }

    /** The body as a JSON object. */
    public JsonObject json() {
        return new JsonObject(body);
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

    /** One property of each result, in order. */
    public List<String> properties(String name) {
        return results().stream()
                .map(result -> result.getJsonObject("properties").getString(name))
                .toList();
    }

    /** One field of each result, in order. */
    public List<String> fields(String name) {
        return results().stream()
                .map(result -> String.valueOf(result.getValue(name)))
                .toList();
    }

    /** {@code context.name} of each error, in order. */
    public List<List<String>> contexts(String name) {
        return errors().stream().map(error -> texts(error, name)).toList();
    }

    /** {@code context.name} of an error as texts; empty without one. */
    public static List<String> texts(JsonObject error, String name) {
        JsonArray list = error.getJsonObject("context", new JsonObject()).getJsonArray(name, new JsonArray());
        return IntStream.range(0, list.size()).mapToObj(list::getString).toList();
    }

    private List<JsonObject> objects(String field) {
        return json().getJsonArray(field, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
