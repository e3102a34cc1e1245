package dev.batchgateway.openapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The pages under {@code /q/} on the callers' port: HubSpot has no path there. They are not on the management port,
 * because callers reach no other than their own, and because Swagger UI tries requests out at its own origin only.
 */
public final class ApiPages {
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

    private final boolean withUi;

    /** A file among the program's, and where it is served. */
    private record Page(String path, String file, String mediaType) {}

    /** @param withUi whether Swagger UI is served, too */
    public ApiPages(boolean withUi) {
        this.withUi = withUi;
    }

    /** Puts them on {@code router}. */
    public void on(Router router) {
        put(router, DESCRIPTION);
        if (withUi) {
            UI.forEach(page -> put(router, page));
        }
    }

    private static void put(Router router, Page page) {
        router.get(page.path).handler(request -> answer(request, page));
    }

    private static void answer(RoutingContext request, Page page) {
        request.vertx()
                .executeBlocking(() -> read(page.file))
                .onFailure(request::fail)
                .onSuccess(bytes -> request.response()
                        .putHeader("Content-Type", page.mediaType)
                        .putHeader("Content-Security-Policy", POLICY)
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .end(bytes));
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
