package dev.batchgateway.redis;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client whose connections are made, answered and ended by hand. */
// Vert.x says that an answer may be null, which only newer compilers can read off its classes.
@SuppressWarnings("NullAway")
final class FakeRedis implements Redis {
    private final List<Promise<RedisConnection>> attempts = new ArrayList<>();
    private boolean isClosed;

    /** Attempts to connect so far. */
    int attempts() {
        return attempts.size();
    }

    /** The last attempt succeeds. */
    Connection connects() {
        return connects(attempts.size() - 1);
    }

    /** An attempt succeeds. */
    Connection connects(int attempt) {
        Connection connection = new Connection();
        attempts.get(attempt).complete(connection);
        return connection;
    }

    /** The last attempt fails. */
    void refuses() {
        attempts.get(attempts.size() - 1).fail("Connection refused");
    }

    @Override
    public Future<RedisConnection> connect() {
        if (isClosed) {
            throw new IllegalStateException("Client is closed");
        }
        Promise<RedisConnection> attempt = Promise.promise();
        attempts.add(attempt);
        return attempt.future();
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public Future<Response> send(Request command) {
        throw new UnsupportedOperationException("Not over the one connection");
    }

    @Override
    public Future<List<Response>> batch(List<Request> commands) {
        throw new UnsupportedOperationException("Not over the one connection");
    }

    /** One connection. */
    static final class Connection implements RedisConnection {
        private final List<Request> requests = new ArrayList<>();
        private final List<Promise<Response>> answers = new ArrayList<>();
        private @Nullable Handler<Void> atEnd;
        private boolean isClosed;

        /** What was asked over it. */
        List<Request> requests() {
            return requests;
        }

        /** Whether it was given back to the client. */
        boolean isClosed() {
            return isClosed;
        }

        void answers(int request, Response answer) {
            answers.get(request).complete(answer);
        }

        void fails(int request, Throwable failure) {
            answers.get(request).fail(failure);
        }

        /** The other side closes it. */
        void ends() {
            if (atEnd == null) {
                throw new AssertionError("Nobody listens for its end");
            }
            atEnd.handle(null);
        }

        @Override
        public Future<Response> send(Request command) {
            Promise<Response> answer = Promise.promise();
            requests.add(command);
            answers.add(answer);
            return answer.future();
        }

        @Override
        public Future<Void> close() {
            isClosed = true;
            return Future.succeededFuture();
        }

        @Override
        public RedisConnection endHandler(@Nullable Handler<Void> handler) {
            atEnd = handler;
            return this;
        }

        @Override
        public RedisConnection exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Future<List<Response>> batch(List<Request> commands) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RedisConnection handler(@Nullable Handler<Response> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RedisConnection pause() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RedisConnection resume() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RedisConnection fetch(long amount) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean pendingQueueFull() {
            return false;
        }
    }
}
