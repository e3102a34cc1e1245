package dev.batchgateway.benchmark;

import dev.batchgateway.testing.GatewayProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a gateway says of itself on its management port: its readiness, and its metrics. */
final class WatchedGateway {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private WatchedGateway() {}

    /** Calls to objects that have ended. */
    static int calls(GatewayProcess gateway) {
        return (int) metric(gateway, "gateway_call_seconds_count{budget=\"objects\"");
    }

    /**
     * Looks twice a second, and says what was seen.
     *
     * @param seconds for how long
     */
    static String watch(List<GatewayProcess> gateways, int seconds) {
        Set<String> readiness = new TreeSet<>();
        int mostAlone = 0;
        int alone = 0;
        for (int i = 0; i < 2 * seconds; i++) {
            alone = 0;
            for (GatewayProcess gateway : gateways) {
                HttpResponse<String> ready = get(gateway, "/q/health/ready");
                readiness.add(ready.statusCode() + " " + state(new JsonObject(ready.body())));
                alone += (int) metric(gateway, "gateway_lanes_alone{budget=\"objects\"}");
            }
            mostAlone = Math.max(mostAlone, alone);
            pause();
        }
        return "readiness %s, gateway_lanes_alone at most %d, at last %d".formatted(readiness, mostAlone, alone);
    }

    private static String state(JsonObject health) {
        JsonArray checks = health.getJsonArray("checks");
        for (int i = 0; i < checks.size(); i++) {
            JsonObject check = checks.getJsonObject(i);
            if (check.getString("name").equals("shared budget")) {
                return check.getJsonObject("data").getString("state");
            }
        }
        throw new IllegalStateException("No such check in " + health);
    }

    private static double metric(GatewayProcess gateway, String series) {
        return get(gateway, "/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static HttpResponse<String> get(GatewayProcess gateway, String path) {
        URI uri = gateway.management().resolve(path);
        try {
            return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(uri + " does not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
