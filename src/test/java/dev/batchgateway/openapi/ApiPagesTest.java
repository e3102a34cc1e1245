package dev.batchgateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ApiDescription;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiPagesTest {
    private static final Pattern LOADED = Pattern.compile("(?:href|src|url)[=:] ?\"([^\"]+)\"");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void theDescriptionIsServedAsItIsWritten() throws Exception {
        HttpResponse<String> answer = get(serve(false), "/q/openapi");

        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/yaml", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(ApiDescription.text(), answer.body());
    }

    @Test
    void whatSwaggerUiLoadsIsServedWithIt() throws Exception {
        int port = serve(true);
        String page = get(port, "/q/swagger-ui").body();
        String start = get(port, "/q/swagger-ui/start.js").body();

        List<String> loaded = LOADED.matcher(page + start)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertEquals(4, loaded.size(), page + start);
        for (String path : loaded) {
            HttpResponse<String> answer = get(port, path);
            assertEquals(200, answer.statusCode(), path);
            assertTrue(answer.body().length() > 100, path);
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("X-Content-Type-Options").orElse(""),
                    path);
        }
    }

    @Test
    void itsPageMayLoadNothingFromElsewhereAndStandInNoFrame() throws Exception {
        String policy = get(serve(true), "/q/swagger-ui")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("");

        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    }

    @Test
    void withoutTheSwitchThereIsNoSwaggerUi() throws Exception {
        int port = serve(false);

        assertEquals(404, get(port, "/q/swagger-ui").statusCode());
        assertEquals(404, get(port, "/q/swagger-ui/swagger-ui-bundle.js").statusCode());
    }

    private int serve(boolean withUi) throws Exception {
        Router router = Router.router(vertx);
        new ApiPages(withUi).on(router);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
