package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.network.Authority;
import dev.batchgateway.testing.Http2Bytes;
import dev.batchgateway.testing.Polling;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real sockets, whose buffers are full. */
class HangUpTest {
    private static final String HOST = "localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int LARGE = 8 * 1024 * 1024;
    private static final int SMALL_BUFFER = 16 * 1024;
    /** A setting's name (RFC 9113, 6.5.2). */
    private static final int INITIAL_WINDOW = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Authority authority;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @BeforeAll
    static void anAuthority() {
        authority = Authority.in(folder);
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoReadsNothingIsCutOffAtOnce(boolean isTls) throws Exception {
        int port = serve(isTls, request -> {
            writeMuch(request);
            HangUp.now(request);
        });

        try (Socket caller = asking(isTls, port)) {
            assertTrue(isCutOff(), caller::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withPatienceWhoReadsNothingIsCutOffInTheEnd(boolean isTls) throws Exception {
        int port = serve(isTls, request -> {
            writeMuch(request);
            HangUp.soon(request, SHORT);
        });

        try (Socket caller = asking(isTls, port)) {
            assertTrue(isCutOff(), caller::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withPatienceWhoReadsGetsAllThatWasWritten(boolean isTls) throws Exception {
        int port = serve(isTls, request -> {
            writeMuch(request);
            HangUp.soon(request, PATIENCE);
        });

        try (Socket caller = asking(isTls, port)) {
            int got = caller.getInputStream().readAllBytes().length;

            assertTrue(got > LARGE, () -> got + " bytes");
            assertTrue(isCutOff(), caller::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "soon"})
    void ofHttp2OnlyTheRequestsOwnStreamEnds(String how) throws Exception {
        int port = serve(false, request -> {
            if ("/well".equals(request.path())) {
                request.response().end("well");
            } else {
                request.response().write(Buffer.buffer("begun"));
                hangUp(how, request);
            }
        });
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

        ExecutionException cut = assertThrows(ExecutionException.class, () -> await(body(client, port, "/cut")));

        assertTrue(cut.getCause() instanceof StreamResetException, cut::toString);
        assertEquals("well", await(body(client, port, "/well")).toString());
        assertEquals(1, opened.get());
        assertEquals(0, closed.get());
    }

    /** Its other streams go on when the time for the reset is over. */
    @Test
    void ofHttp2AConnectionThatTakesTheResetGoesOn() throws Exception {
        int port = serve(false, request -> {
            if ("/well".equals(request.path())) {
                request.response().end("well");
            } else {
                request.response().write(Buffer.buffer("begun"));
                HangUp.now(request, SHORT);
            }
        });
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

        assertThrows(ExecutionException.class, () -> await(body(client, port, "/cut")));
        await(vertx.timer(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS));

        assertEquals("well", await(body(client, port, "/well")).toString());
        assertEquals(1, opened.get());
        assertEquals(0, closed.get());
    }

    /** For Vert.x such a stream is over: it sends no reset. */
    @ParameterizedTest
    @ValueSource(strings = {"now", "soon", "untaken"})
    void ofHttp2WhatIsNotTakenOfAWholeAnswerIsDropped(String how) throws Exception {
        Promise<Void> written = Promise.promise();
        int port = serve(false, request -> {
            request.response().end(Buffer.buffer(new byte[LARGE])).onComplete(written);
            hangUp(how, request);
        });
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        Promise<Void> cut = Promise.promise();
        client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(answer -> answer.pause().exceptionHandler(cut::tryFail));

        assertThrows(ExecutionException.class, () -> await(written.future()));

        ExecutionException reset = assertThrows(ExecutionException.class, () -> await(cut.future()));
        assertTrue(reset.getCause() instanceof StreamResetException, reset::toString);
        assertEquals(0, closed.get());
    }

    @Test
    void ofHttp2AnAnswerThatWasTakenIsNotTouched() throws Exception {
        int port = serve(false, request -> {
            request.response().end("all");
            HangUp.untaken(request, SHORT);
        });
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

        assertEquals("all", await(body(client, port, "/")).toString());
        await(vertx.timer(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS));
        assertEquals("all", await(body(client, port, "/")).toString());
        assertEquals(1, opened.get());
        assertEquals(0, closed.get());
    }

    /** The reset is behind what was written, and nobody reads; of an answer that has not ended Vert.x has sent it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofHttp2AConnectionThatTakesNoResetEnds(boolean isWhole) throws Exception {
        int port = serve(false, request -> {
            if (isWhole) {
                request.response().end(Buffer.buffer(new byte[LARGE]));
            } else {
                request.response().write(Buffer.buffer(new byte[LARGE]));
            }
            HangUp.now(request, SHORT);
        });
        try (Socket caller = new Socket()) {
            caller.setReceiveBufferSize(SMALL_BUFFER);
            caller.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            caller.getOutputStream()
                    .write(Http2Bytes.beginning()
                            .settings(INITIAL_WINDOW, LARGE)
                            .window(LARGE)
                            .request(1, 0)
                            .all());

            assertTrue(isCutOff());
        }
    }

    @Test
    void aConnectionThatIsWellIsNotTouchedWhenItIsGoneBeforeItsTime() throws Exception {
        int port = serve(false, request -> request.response().end().onComplete(end -> HangUp.soon(request, PATIENCE)));

        try (Socket caller = asking(false, port)) {
            String answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
            assertTrue(isCutOff());
        }
    }

    private static void hangUp(String how, HttpServerRequest request) {
        if (how.equals("now")) {
            HangUp.now(request);
        } else if (how.equals("untaken")) {
            HangUp.untaken(request, SHORT);
        } else {
            HangUp.soon(request, PATIENCE);
        }
    }

    /** Far more than the buffers of a connection hold. */
    private static void writeMuch(HttpServerRequest request) {
        request.response().setChunked(true).write(Buffer.buffer(new byte[LARGE]));
    }

    private boolean isCutOff() {
        return Polling.until(PATIENCE, () -> closed.get() == 1);
    }

    private int serve(boolean isTls, Handler<HttpServerRequest> handler) throws Exception {
        HttpServerOptions options = new HttpServerOptions().setSendBufferSize(SMALL_BUFFER);
        if (isTls) {
            options.setSsl(true)
                    .setKeyCertOptions(new PfxOptions()
                            .setPath(authority.store(HOST).toString())
                            .setPassword(Authority.PASSWORD));
        }
        return await(vertx.createHttpServer(options)
                        .connectionHandler(connection -> {
                            opened.incrementAndGet();
                            connection.closeHandler(v -> closed.incrementAndGet());
                        })
                        .requestHandler(handler)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    /** A connection on which something was asked, and from which nothing is read by itself. */
    private static Socket asking(boolean isTls, int port) throws Exception {
        Socket socket = isTls ? authority.client().getSocketFactory().createSocket() : new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Future<Buffer> body(HttpClient client, int port, String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(HttpClientRequest::send)
                .compose(answer -> {
                    Promise<Buffer> whole = Promise.promise();
                    answer.exceptionHandler(whole::tryFail);
                    answer.body().onSuccess(whole::tryComplete).onFailure(whole::tryFail);
                    return whole.future();
                });
    }

    private static <T> T await(Future<T> future) throws ExecutionException, IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IOException(e);
        }
    }
}
