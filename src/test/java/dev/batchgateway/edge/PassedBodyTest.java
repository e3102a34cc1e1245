package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The body of an answer that is passed on is whole or a failure, whenever it is asked for. */
class PassedBodyTest {
    private static final int PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void itIsPassedOnWhole() throws Exception {
        assertEquals("0123456789", body(request -> request.response().end("0123456789"), false));
    }

    @Test
    void whatBreaksOffWhileItIsReadIsAFailure() {
        assertBreaksOff(false);
    }

    @Test
    void whatHasBrokenOffBeforeItIsReadIsAFailure() {
        assertBreaksOff(true);
    }

    /** Whoever took it may have left with the last of it; Vert.x has no patience with who asks of what is over. */
    @Test
    void whatIsAbandonedWhenAllOfItHasComeIsLeftAlone() throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("0123456789"))
                        .listen(0, "localhost"))
                .actualPort();
        Promise<String> read = Promise.promise();
        Promise<Void> abandoned = Promise.promise();
        vertx.createHttpClient()
                .request(HttpMethod.GET, port, "localhost", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(in -> {
                    PassedBody body = new PassedBody(in);
                    read(body, read);
                    // On the event loop of the call, as whoever gives the answer does it.
                    read.future().onSuccess(all -> vertx.getOrCreateContext().runOnContext(v -> {
                        try {
                            body.abandon();
                            abandoned.complete();
                        } catch (IllegalStateException e) {
                            abandoned.fail(e);
                        }
                    }));
                });

        assertEquals("0123456789", await(read.future()));
        await(abandoned.future());
    }

    private void assertBreaksOff(boolean isReadAfterwards) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> body(
                        request -> request.response()
                                .putHeader("Content-Length", "10")
                                .write("01234")
                                .onComplete(written -> request.connection().close()),
                        isReadAfterwards));

        assertInstanceOf(HttpClosedException.class, failure.getCause());
    }

    /** Asks for it when its head is there, or only when the connection has ended. */
    private String body(Consumer<HttpServerRequest> answers, boolean isReadAfterwards) throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(request -> answers.accept(request))
                        .listen(0, "localhost"))
                .actualPort();
        HttpClient client = vertx.createHttpClient();
        Promise<String> read = Promise.promise();
        client.request(HttpMethod.GET, port, "localhost", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(in -> {
                    PassedBody body = new PassedBody(in);
                    if (isReadAfterwards) {
                        in.request().connection().closeHandler(closed -> vertx.runOnContext(v -> read(body, read)));
                    } else {
                        read(body, read);
                    }
                })
                .onFailure(read::fail);
        return await(read.future());
    }

    private static void read(PassedBody body, Promise<String> read) {
        Multi<Buffer> pieces = body.pieces();
        pieces.collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .subscribe()
                .with(all -> read.complete(all.toString()), read::fail);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
