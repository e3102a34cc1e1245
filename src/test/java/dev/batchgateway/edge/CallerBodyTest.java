package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between two real servers: the one in front passes what it gets on to the other. */
class CallerBodyTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final int LARGE = 3_000_001;
    private static final Duration SHORT = Duration.ofMillis(500);

    private final Vertx vertx = Vertx.vertx();
    private final Promise<HttpClientResponse> passedOn = Promise.promise();
    private final Promise<Buffer> reached = Promise.promise();
    private final Promise<Void> begun = Promise.promise();
    private final AtomicInteger asked = new AtomicInteger();
    private Duration period = Duration.ofMinutes(1);

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aLargeBodyWithoutALengthGoesOutWhole(HttpVersion version) throws Exception {
        Buffer body = Buffer.buffer("x".repeat(LARGE));

        HttpClientRequest request = request(version);
        HttpClientResponse answer = await(request.setChunked(true).send(body));

        assertEquals(200, answer.statusCode());
        assertEquals(body, await(reached.future()));
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aBodyThatBreaksOffIsNotTakenForWhole(HttpVersion version) throws Exception {
        HttpClientRequest request = request(version);
        Future<HttpClientResponse> unheard = request.response();
        request.setChunked(true).write("half of it");
        await(begun.future());

        request.reset();

        assertThrows(ExecutionException.class, () -> await(reached.future()));
        assertThrows(ExecutionException.class, () -> await(passedOn.future()));
        assertThrows(ExecutionException.class, () -> await(unheard));
    }

    @Test
    void whatHubSpotDoesNotTakeAnyMoreDoesNotStopTheCaller() throws Exception {
        int upstream = await(vertx.createHttpServer()
                        .requestHandler(request ->
                                request.handler(first -> request.connection().close()))
                        .listen(0, "localhost"))
                .actualPort();
        HttpClientRequest request = request(HttpVersion.HTTP_1_1, upstream);

        HttpClientResponse answer = await(request.setChunked(true).send(Buffer.buffer("x".repeat(LARGE))));

        assertEquals(504, answer.statusCode());
        assertTrue(passedOn.future().failed());
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aBodyThatStopsComingIsRefusedAndNotTakenForWhole(HttpVersion version) throws Exception {
        period = SHORT;
        HttpClientRequest request = request(version);
        request.setChunked(true).write("half of it");
        await(begun.future());

        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(passedOn.future()));

        Refusal refusal = assertInstanceOf(Refusal.class, failure.getCause());
        assertEquals(408, refusal.status());
        assertEquals("UNCONFIRMED", refusal.category());
        assertThrows(ExecutionException.class, () -> await(reached.future()));
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void ofABodyThatNeverBeginsNothingWasSent(HttpVersion version) throws Exception {
        period = SHORT;
        await(request(version).setChunked(true).sendHead());

        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(passedOn.future()));

        assertEquals(
                "UNSENT", assertInstanceOf(Refusal.class, failure.getCause()).category());
        assertEquals(0, asked.get());
    }

    /** It would keep both connections for as long as its caller likes. */
    @Test
    void whatIsLeftOfABodyThatIsAnsweredAlreadyMustComeNoSlower() throws Exception {
        period = SHORT;
        Promise<Void> upstreamClosed = Promise.promise();
        int upstream = await(vertx.createHttpServer()
                        .connectionHandler(connection -> connection.closeHandler(upstreamClosed::complete))
                        .requestHandler(
                                request -> request.response().setStatusCode(413).end())
                        .listen(0, "localhost"))
                .actualPort();
        Promise<Void> closed = Promise.promise();
        HttpClientRequest request = request(HttpVersion.HTTP_1_1, upstream);
        request.connection().closeHandler(closed::complete);
        request.exceptionHandler(cut -> {}).setChunked(true).write("half of it");
        assertEquals(413, await(passedOn.future()).statusCode());

        await(closed.future());
        await(upstreamClosed.future());
    }

    /** For ten times as long as a body may stand still. */
    @Test
    void aBodyThatHubSpotDoesNotTakeIsNotItsCallersFault() throws Exception {
        period = SHORT;
        int upstream = await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            request.pause();
                            vertx.setTimer(10 * SHORT.toMillis(), over -> request.resume());
                            request.endHandler(end -> request.response().end());
                        })
                        .listen(0, "localhost"))
                .actualPort();

        HttpClientRequest request = request(HttpVersion.HTTP_1_1, upstream);
        HttpClientResponse answer = await(request.setChunked(true).send(Buffer.buffer("x".repeat(10 * LARGE))));

        assertEquals(200, answer.statusCode());
        assertTrue(passedOn.future().succeeded());
    }

    /** HubSpot answers, takes nothing more, so that the body is held back, and hangs up in the middle of it. */
    @Test
    void soMustOneThatIsHeldBackWhenItsCallBreaks() throws Exception {
        period = SHORT;
        int upstream = await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            request.pause();
                            request.response().setStatusCode(413).end();
                            vertx.setTimer(SHORT.toMillis(), over -> request.connection()
                                    .close());
                        })
                        .listen(0, "localhost"))
                .actualPort();
        Promise<Void> closed = Promise.promise();
        HttpClientRequest request = request(HttpVersion.HTTP_1_1, upstream);
        request.connection().closeHandler(closed::complete);
        request.exceptionHandler(cut -> {}).setChunked(true).write(Buffer.buffer("x".repeat(10 * LARGE)));

        assertEquals(413, await(passedOn.future()).statusCode());
        await(closed.future());
    }

    private BodyIdle idle() {
        Context loop = vertx.getOrCreateContext();
        return new BodyIdle(
                period,
                System::nanoTime,
                (nanos, task) -> {
                    long timer = vertx.setTimer(1 + nanos / 1_000_000, over -> task.run());
                    return () -> vertx.cancelTimer(timer);
                },
                task -> loop.runOnContext(v -> task.run()));
    }

    private HttpClientRequest request(HttpVersion version) throws Exception {
        return request(
                version,
                await(vertx.createHttpServer()
                                .requestHandler(request -> {
                                    asked.incrementAndGet();
                                    Buffer all = Buffer.buffer();
                                    request.exceptionHandler(reached::tryFail);
                                    request.endHandler(end -> {
                                        reached.tryComplete(all);
                                        request.response().end();
                                    });
                                    request.handler(piece -> {
                                        all.appendBuffer(piece);
                                        begun.tryComplete();
                                    });
                                })
                                .listen(0, "localhost"))
                        .actualPort());
    }

    /** A request to a server that passes it on. */
    private HttpClientRequest request(HttpVersion version, int upstream) throws Exception {
        HttpClient toUpstream = vertx.createHttpClient();
        int port = await(vertx.createHttpServer()
                        .requestHandler(in -> {
                            in.pause();
                            toUpstream
                                    .request(HttpMethod.POST, upstream, "localhost", "/")
                                    .compose(out -> CallerBody.send(in, out, idle()))
                                    .onComplete(passedOn)
                                    .onComplete(answer -> in.response()
                                            .setStatusCode(answer.succeeded() ? 200 : 504)
                                            .end());
                        })
                        .listen(0, "localhost"))
                .actualPort();
        HttpClientOptions options =
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false);
        return await(vertx.createHttpClient(options).request(HttpMethod.POST, port, "localhost", "/"));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
