package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On real sockets, since Vert.x and Netty have each their own idea of when a stream is over. */
class AnsweredStreamsTest {
    private static final int LARGE = 1024 * 1024;
    private static final int PATIENCE_SECONDS = 10;
    private static final long AT = 5;
    private static final long LONGEST = 100;
    private static final int LEAST = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> written = Promise.promise();
    private final Promise<HttpServerRequest> asked = Promise.promise();
    private final Promise<Void> received = Promise.promise();
    private final Promise<Void> ended = Promise.promise();

    @SuppressWarnings("NullAway.Init")
    private HttpClientRequest requestBody;

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void oneThatWasAnsweredLongerAgoIsEnded() throws Exception {
        ask(HttpVersion.HTTP_2, LARGE);

        assertEquals(1, endOlder(AT + LONGEST + 1));
        assertThrows(ExecutionException.class, () -> await(written.future()));
    }

    @Test
    void oneThatWasNotIsLeftAlone() throws Exception {
        ask(HttpVersion.HTTP_2, LARGE);

        assertEquals(0, endOlder(AT + LONGEST));
        assertFalse(written.future().isComplete());
    }

    @Test
    void oneWhoseAnswerIsTakenIsForgotten() throws Exception {
        ask(HttpVersion.HTTP_2, 1);
        await(written.future());
        requestBody.end();
        await(ended.future());

        assertEquals(0, endOlder(AT + LONGEST + 1));
    }

    /** A refused caller may send everything before it looks at its answer. */
    @Test
    void oneWhoseBodyStillComesIsLeftAloneAsLongAsEnoughOfItComes() throws Exception {
        ask(HttpVersion.HTTP_2, 1);
        await(written.future());
        requestBody.write(Buffer.buffer(new byte[LEAST]));
        await(received.future());

        assertEquals(0, endOlder(AT + LONGEST + 1));
        assertEquals(0, endOlder(AT + 2 * LONGEST + 1), "as long once more");
        assertEquals(1, endOlder(AT + 2 * LONGEST + 2), "and nothing came");
    }

    @Test
    void ofHttp1NothingIsEnded() throws Exception {
        ask(HttpVersion.HTTP_1_1, LARGE);

        assertEquals(0, endOlder(AT + LONGEST + 1));
        assertTrue(channel().isOpen());
    }

    /** Its answer, of so many bytes, is asked for and not read; its own body has begun. */
    private void ask(HttpVersion version, int bytes) throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            request.handler(more -> {
                                if (request.bytesRead() >= LEAST) {
                                    received.tryComplete();
                                }
                            });
                            request.endHandler(end -> vertx.runOnContext(then -> ended.tryComplete()));
                            request.exceptionHandler(cut -> {});
                            request.response()
                                    .end(Buffer.buffer(new byte[bytes]))
                                    .onComplete(written);
                            AnsweredStreams.answered(request, AT);
                            asked.complete(request);
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
        requestBody = await(client.request(HttpMethod.POST, port, "127.0.0.1", "/"));
        requestBody.setChunked(true).exceptionHandler(cut -> {});
        requestBody.response().onSuccess(answer -> answer.pause().exceptionHandler(cut -> {}));
        await(requestBody.sendHead());
        await(asked.future());
    }

    private int endOlder(long now) throws Exception {
        return channel()
                .eventLoop()
                .submit(() -> AnsweredStreams.endOlder(channel(), now, LONGEST, LEAST))
                .get();
    }

    private Channel channel() {
        return ((ConnectionBase) asked.future().result().connection()).channel();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
