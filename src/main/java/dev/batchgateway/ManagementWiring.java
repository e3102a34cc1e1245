package dev.batchgateway;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Shuts pages of other origins out of the management port. Quarkus (3.31) lets all of them in there, so that any page
 * somebody looks at could read the metrics with that browser, and has no key for it; of a route its handler can only be told
 * by the route's text. A test sees whether it is gone.
 */
@Singleton
public final class ManagementWiring {
    private static final String CORS = CorsHandler.class.getSimpleName();

    void shutting(@Observes ManagementInterface management) {
        // Not removed: of several routes of one order the router does not find each again.
        management.router().getRoutes().stream()
                .filter(route -> route.toString().contains(CORS))
                .forEach(route -> route.disable());
    }
}
