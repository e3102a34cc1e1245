package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> written = Promise.promise();
    private final Promise<HttpServerRequest> asked = Promise.promise();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void oneThatWasAnsweredBeforeThenIsEnded() throws Exception {
        ask(HttpVersion.HTTP_2, LARGE);
        endOlder(AT + 1);

        assertThrows(ExecutionException.class, () -> await(written.future()));
    }

    @Test
    void oneThatWasAnsweredThenOrLaterIsNot() throws Exception {
        ask(HttpVersion.HTTP_2, LARGE);
        endOlder(AT);

        assertFalse(written.future().isComplete());
    }

    @Test
    void oneWhoseAnswerIsTakenIsForgotten() throws Exception {
        ask(HttpVersion.HTTP_2, 1);
        await(written.future());
        endOlder(AT + 1);

        assertEquals(1, await(asked.future()).response().bytesWritten());
    }

    @Test
    void ofHttp1NothingIsEnded() throws Exception {
        ask(HttpVersion.HTTP_1_1, 1);
        endOlder(AT + 1);

        await(written.future());
    }

    /** Its answer, of so many bytes, is asked for and not read. */
    private void ask(HttpVersion version, int bytes) throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(request -> {
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
        await(client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .map(answer -> answer.pause().exceptionHandler(cut -> {})));
    }

    private void endOlder(long then) throws Exception {
        Channel channel = ((ConnectionBase) await(asked.future()).connection()).channel();
        channel.eventLoop()
                .submit(() -> AnsweredStreams.endOlder(channel, then))
                .get();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
