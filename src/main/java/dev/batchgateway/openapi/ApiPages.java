package dev.batchgateway.openapi;

import dev.batchgateway.connection.HangUp;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pages under {@code /q/} on the callers' port: HubSpot has no path there. They are not on the management port,
 * because callers reach no other than their own, and because Swagger UI tries requests out at its own origin only.
 *
 * <p>They ask for no credentials, so what they hold is bounded without any: each file is read once, a connection that
 * asks on and takes nothing is closed, and of answers that are not yet taken there are at most {@value #MOST_UNTAKEN},
 * each for a minute at most.
 */
public final class ApiPages {
    /** An answer that waits for its caller has its bytes (1.5 MB at most) once more, outside the heap. */
    static final int MOST_UNTAKEN = 16;

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String UNDER = "/q/(?:openapi|swagger-ui)(?:/.*)?";
    private static final String METHODS = "GET, HEAD";
    private static final String RETRY_FULL_SECONDS = "1";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    /** Swagger UI writes style attributes and has its icons in data addresses; it loads nothing from elsewhere. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Page DESCRIPTION = new Page("/q/openapi", "openapi.yaml", "application/yaml");
    private static final List<Page> UI = List.of(
            new Page("/q/swagger-ui", "ui/index.html", "text/html; charset=utf-8"),
            new Page("/q/swagger-ui/start.js", "ui/start.js", SCRIPT),
            new Page("/q/swagger-ui/swagger-ui-bundle.js", "ui/swagger-ui-bundle.js", SCRIPT),
            new Page("/q/swagger-ui/swagger-ui.css", "ui/swagger-ui.css", "text/css; charset=utf-8"));

    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Buffer> known = new ConcurrentHashMap<>();
    private final AtomicInteger untaken = new AtomicInteger();
    private final Duration longest;

    /** A file among the program's, and where it is served. */
    private record Page(String path, String file, String mediaType) {}

    /** @param withUi whether Swagger UI is served, too */
    public ApiPages(boolean withUi) {
        this(withUi, LONGEST);
    }

    /** @param longest a connection that has not taken an answer after so long is closed */
    ApiPages(boolean withUi, Duration longest) {
        this.longest = longest;
        pages.put(DESCRIPTION.path, DESCRIPTION);
        if (withUi) {
            UI.forEach(page -> pages.put(page.path, page));
        }
    }

    /** Puts them on {@code router}. Nothing else under their paths is left to who comes later. */
    public void on(Router router) {
        router.routeWithRegex(UNDER).handler(this::serve);
    }

    private void serve(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        Page page = pages.get(withoutSlash(routing.normalizedPath()));
        // A body is of no use, and must not stand in the way of the connection's next request.
        request.resume();
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Allow", METHODS).setStatusCode(405).end();
        } else if (page == null) {
            response.setStatusCode(404).end();
        } else if (response.writeQueueFull()) {
            HangUp.now(request);
        } else if (untaken.incrementAndGet() > MOST_UNTAKEN) {
            untaken.decrementAndGet();
            response.putHeader("Retry-After", RETRY_FULL_SECONDS)
                    .setStatusCode(503)
                    .end();
        } else {
            answer(routing, page);
        }
    }

    private void answer(RoutingContext routing, Page page) {
        Buffer bytes = known.get(page.file);
        if (bytes != null) {
            write(routing, page, bytes);
            return;
        }
        routing.vertx()
                .executeBlocking(() -> read(page.file))
                .onFailure(bug -> {
                    untaken.decrementAndGet();
                    routing.fail(bug);
                })
                .onSuccess(first -> {
                    known.put(page.file, first);
                    write(routing, page, first);
                });
    }

    private void write(RoutingContext routing, Page page, Buffer bytes) {
        HttpServerResponse response = routing.response();
        if (response.closed() || response.ended()) {
            untaken.decrementAndGet();
            return;
        }
        HttpServerRequest request = routing.request();
        response.putHeader("Content-Type", page.mediaType)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff");
        long late = routing.vertx().setTimer(longest.toMillis(), timer -> HangUp.now(request));
        Future<Void> written;
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(bytes.length()));
            written = response.end();
        } else {
            written = response.end(bytes);
        }
        written.onComplete(end -> {
            routing.vertx().cancelTimer(late);
            untaken.decrementAndGet();
        });
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Buffer read(String file) throws IOException {
        try (InputStream in = ApiPages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not in the program");
            }
            return Buffer.buffer(in.readAllBytes());
        }
    }
}
