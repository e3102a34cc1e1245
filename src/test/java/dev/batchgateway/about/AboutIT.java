package dev.batchgateway.about;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged program says which build it is. */
class AboutIT {
    private static final Build BUILD = Build.ofThisProgram();

    @Test
    void theFirstLineAndTheManagementPortNameTheBuild() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(URI.create("http://127.0.0.1:1"), Map.of())) {
            String first = gateway.log().lines().findFirst().orElseThrow();
            HttpResponse<String> info = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(gateway.management().resolve("/q/info"))
                                    .build(),
                            BodyHandlers.ofString());

            assertTrue(first.endsWith("Gateway " + BUILD.version() + ", commit " + BUILD.commit()), first);
            assertEquals(200, info.statusCode());
            assertEquals(
                    new JsonObject().put("version", BUILD.version()).put("commit", BUILD.commit()),
                    new JsonObject(info.body()).getJsonObject("build"));
        }
    }
}
