package dev.batchgateway.edge;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A request whose body a test sends piece by piece, as far as it is read. Confined to one event loop. */
final class CallerByHand {
    private static final Handler<Buffer> NOBODY = buffer -> {
        throw new AssertionError("Nobody reads");
    };

    private final Runnable onCut;
    private final HttpServerRequest request =
            proxy(HttpServerRequest.class, (method, arguments) -> requested(method, arguments));
    private final HttpServerResponse response =
            proxy(HttpServerResponse.class, (method, arguments) -> responded(method));
    /** None of Vert.x', so that the request is cut by its response. */
    private final HttpConnection connection = proxy(HttpConnection.class, (method, arguments) -> {
        throw new AssertionError(method);
    });

    private Handler<Buffer> handler = NOBODY;
    private Handler<Void> endHandler = end -> {
        throw new AssertionError("Nobody reads");
    };
    private boolean isPaused = true;
    private boolean isCut;

    /** @param onCut runs when the gateway hangs up */
    CallerByHand(Runnable onCut) {
        this.onCut = onCut;
    }

    HttpServerRequest request() {
        return request;
    }

    /** Sends a piece; false, and it has not, when the gateway does not read at this time. */
    boolean send(String piece) {
        if (isPaused) {
            return false;
        }
        handler.handle(Buffer.buffer(piece));
        return true;
    }

    void end() {
        endHandler.handle(null);
    }

    boolean isPaused() {
        return isPaused;
    }

    /** Whether the gateway has hung up. */
    boolean isCut() {
        return isCut;
    }

    @SuppressWarnings("unchecked")
    private Object requested(String method, Object[] arguments) {
        switch (method) {
            case "handler" -> handler = (Handler<Buffer>) arguments[0];
            case "endHandler" -> endHandler = (Handler<Void>) arguments[0];
            case "exceptionHandler" -> {}
            case "pause" -> isPaused = true;
            case "resume" -> isPaused = false;
            case "version" -> {
                // Of which one request is cut and not its connection.
                return HttpVersion.HTTP_2;
            }
            case "connection" -> {
                return connection;
            }
            case "response" -> {
                return response;
            }
            default -> throw new AssertionError(method);
        }
        return request;
    }

    private Object responded(String method) {
        if (!method.equals("reset")) {
            throw new AssertionError(method);
        }
        isCut = true;
        onCut.run();
        return true;
    }

    private interface Answering {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answering answering) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answering.to(method.getName(), orNone(arguments))));
    }

    private static Object[] orNone(Object @Nullable [] arguments) {
        return arguments == null ? new Object[0] : arguments;
    }
}
