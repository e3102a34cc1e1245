package dev.batchgateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ApiDescription;
import dev.batchgateway.testing.Polling;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPagesTest {
    private static final Pattern LOADED = Pattern.compile("(?:href|src|url)[=:] ?\"([^\"]+)\"");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SMALL_BUFFER = 16 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
        assertEquals(404, get(port, "/q/swagger-ui/").statusCode());
        assertEquals(404, get(port, "/q/swagger-ui/swagger-ui-bundle.js").statusCode());
    }

    /** Its first two answers fill what the connection takes without its caller. */
    @Test
    void aCallerWhoAsksOnAndTakesNothingIsCutOff() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        int port = serve(new ApiPages(true), connection -> connection.closeHandler(v -> cut.countDown()));

        try (Socket caller = asking(port, 20)) {
            assertTrue(cut.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), caller::toString);
        }
    }

    @Test
    void thereAreOnlySoManyAnswersThatNobodyTakes() throws Exception {
        int port = serve(true);
        List<Socket> callers = new ArrayList<>();
        try {
            for (int i = 0; i < ApiPages.MOST_UNTAKEN; i++) {
                callers.add(asking(port, 1));
            }

            assertTrue(Polling.until(PATIENCE, () -> get(port, "/q/openapi").statusCode() == 503));
            assertEquals(
                    "1",
                    get(port, "/q/openapi").headers().firstValue("Retry-After").orElse(""));
        } finally {
            for (Socket caller : callers) {
                caller.close();
            }
        }
        assertTrue(Polling.until(PATIENCE, () -> get(port, "/q/openapi").statusCode() == 200));
    }

    @Test
    void anAnswerThatNobodyTakesIsNotKeptForEver() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        ApiPages pages = new ApiPages(true, Duration.ofMillis(200));
        int port = serve(pages, connection -> connection.closeHandler(v -> cut.countDown()));

        try (Socket caller = asking(port, 1)) {
            assertTrue(cut.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), caller::toString);
        }
    }

    @Test
    void aHeadIsAnsweredWithoutTheBody() throws Exception {
        HttpResponse<String> answer = send("HEAD", serve(false), "/q/openapi");

        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
        assertEquals(
                ApiDescription.text().getBytes(StandardCharsets.UTF_8).length,
                answer.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui", "/q/swagger-ui/start.js", "/q/openapi/anything"})
    void anotherMethodIsRefused(String path) throws Exception {
        int port = serve(false);
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            HttpResponse<String> answer = send(method, port, path);
            assertEquals(405, answer.statusCode(), method);
            assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""));
        }
    }

    @Test
    void nothingElseUnderTheirPathsIsLeftToWhoComesLater() throws Exception {
        int port = serve(false);

        assertEquals(404, get(port, "/q/openapi/anything").statusCode());
        assertEquals(404, get(port, "/q/swagger-ui/start.js").statusCode());
        assertEquals(299, get(port, "/q/openapis").statusCode());
        assertEquals(299, get(port, "/crm/v3/q/openapi").statusCode());
    }

    /** A connection on which the largest page is asked for {@code times}, and from which nothing is read. */
    private static Socket asking(int port, int times) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET /q/swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: gateway\r\n\r\n";
        socket.getOutputStream().write(request.repeat(times).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int serve(boolean withUi) throws Exception {
        return serve(new ApiPages(withUi), connection -> {});
    }

    private int serve(ApiPages pages, Handler<HttpConnection> watch) throws Exception {
        Router router = Router.router(vertx);
        pages.on(router);
        router.route().handler(other -> other.response().setStatusCode(299).end());
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL_BUFFER))
                .connectionHandler(watch)
                .requestHandler(router);
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private HttpResponse<String> get(int port, String path) {
        return send("GET", port, path);
    }

    private HttpResponse<String> send(String method, int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
