package dev.batchgateway.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to Redis, over which all lanes speak at once: Redis answers in the order of the requests, so there
 * is no need for more. It is made when it is first needed and made again when it was lost; at most one attempt is under
 * way, and after a failed one there is a pause.
 *
 * <p>A request may wait for ever for its answer, if Redis says nothing: how long is for the caller to decide, who then
 * tells so by {@link #isSilent}. A silent line takes no more requests until something is heard again. It need not ask:
 * the answer that is owed comes as soon as Redis lives, and if the connection is dead the client closes it
 * ({@code quarkus.redis.tcp.read-idle-timeout}). Thread-safe.
 */
final class RedisLine {
    private static final Logger LOG = Logger.getLogger(RedisLine.class);
    private static final Future<Response> NOT_WANTED = Future.failedFuture("Given up before it was sent");
    /** How the client says that a connection was lost; if it was lost while it wrote, it passes on the exception. */
    private static final Set<String> CLOSED =
            Set.of("CONNECTION_CLOSED", "Connection is closed", "Connection was closed");

    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Longer than the client's own bounds: only for an attempt of which it never says how it ended. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(15);

    private final Redis redis;
    private final LongSupplier clock;
    private final long patienceNanos;
    private @Nullable Future<RedisConnection> connection;
    private boolean isConnecting;
    private long attemptAt;
    private boolean pauses;
    private long failedAt;
    private boolean isSilent;

    /**
     * @param redis the client
     * @param clock a monotonic clock, in nanoseconds
     * @param patience for how long requests wait for a connection that is being made; later ones fail at once
     */
    RedisLine(Redis redis, LongSupplier clock, Duration patience) {
        this.redis = redis;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Sends a request. What the failure says if there is one: {@link #isNoScript}, {@link #isClosed}.
     *
     * @param isWanted asked when there is a connection: whether it is still to be sent
     */
    Future<Response> send(Request request, BooleanSupplier isWanted) {
        Future<RedisConnection> line = connection();
        return line.compose(open -> isWanted.getAsBoolean() ? send(request, line, open) : NOT_WANTED);
    }

    // Vert.x says that an answer may be null, which only newer compilers can read off its classes.
    @SuppressWarnings("NullAway")
    private Future<Response> send(Request request, Future<RedisConnection> line, RedisConnection open) {
        return open.send(request).onSuccess(answer -> heard(line)).onFailure(failure -> failed(line, open, failure));
    }

    /** Whether Redis was reached and does not have the script. */
    static boolean isNoScript(Throwable failure) {
        return failure instanceof Response
                && String.valueOf(failure.getMessage()).startsWith("NOSCRIPT");
    }

    /** Whether the connection was lost, with the request under way or before. */
    static boolean isClosed(Throwable failure) {
        return CLOSED.contains(String.valueOf(failure.getMessage()))
                || (failure instanceof IOException && !(failure instanceof ConnectException));
    }

    /** An answer is overdue. */
    synchronized void isSilent() {
        isSilent = true;
    }

    private synchronized Future<RedisConnection> connection() {
        long now = clock.getAsLong();
        if (connection != null && isConnecting && now - attemptAt > LONGEST_ATTEMPT.toNanos()) {
            connection = null;
        }
        if (connection == null) {
            if (pauses && now - failedAt < PAUSE.toNanos()) {
                return Future.failedFuture("Redis was not reached a moment ago");
            }
            return connect(now);
        }
        if (isConnecting ? now - attemptAt > patienceNanos : isSilent) {
            return Future.failedFuture(isConnecting ? "Redis is not reached yet" : "Redis is silent");
        }
        return connection;
    }

    private Future<RedisConnection> connect(long now) {
        isConnecting = true;
        isSilent = false;
        attemptAt = now;
        Future<RedisConnection> attempt = attempt();
        connection = attempt;
        attempt.onSuccess(open -> connected(attempt, open)).onFailure(failure -> drop(attempt, true));
        return attempt;
    }

    private Future<RedisConnection> attempt() {
        try {
            return redis.connect();
        } catch (RuntimeException e) {
            // A client that is closed, as the gateway ends.
            return Future.failedFuture(e);
        }
    }

    private void connected(Future<RedisConnection> attempt, RedisConnection open) {
        boolean isOurs;
        synchronized (this) {
            isOurs = connection == attempt;
            if (isOurs) {
                isConnecting = false;
                isSilent = false;
            }
        }
        if (isOurs) {
            open.exceptionHandler(failure -> drop(attempt, false)).endHandler(nothing -> ended(attempt, open));
        } else {
            leave(open);
        }
    }

    private void ended(Future<RedisConnection> attempt, RedisConnection open) {
        drop(attempt, false);
        close(open);
    }

    private synchronized void heard(Future<RedisConnection> line) {
        if (connection == line) {
            isSilent = false;
        }
    }

    private void failed(Future<RedisConnection> line, RedisConnection open, Throwable failure) {
        if (isClosed(failure)) {
            drop(line, false);
        } else if (isNoScript(failure)) {
            heard(line);
        } else if (failure instanceof Response) {
            // Redis lives and refuses: it is loading, or has become a replica, and the name may mean another one now.
            if (drop(line, true)) {
                leave(open);
            }
        }
    }

    /** Forgets a connection, unless that was done before. */
    private synchronized boolean drop(Future<RedisConnection> line, boolean pauses) {
        if (connection != line) {
            return false;
        }
        this.pauses = pauses;
        failedAt = clock.getAsLong();
        connection = null;
        isConnecting = false;
        return true;
    }

    /** Has Redis close a connection: the client would only put it back among those to be used again. */
    private static void leave(RedisConnection open) {
        open.send(Request.cmd(Command.QUIT)).onComplete(ended -> close(open));
    }

    private static void close(RedisConnection open) {
        open.close().onFailure(failure -> LOG.debug("A connection did not close", failure));
    }
}
