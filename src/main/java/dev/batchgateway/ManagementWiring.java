package dev.batchgateway;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Shuts pages of other origins out of the management port. Quarkus (3.31) lets all of them in there, so that any page
 * somebody looks at could read the metrics with that browser, and has no key for it; of a route its handler can only be told
 * by the route's text. A test sees whether it is gone, and the log tells where it was not found.
 */
@Singleton
public final class ManagementWiring {
    private static final Logger LOG = Logger.getLogger(ManagementWiring.class);
    private static final String CORS = CorsHandler.class.getSimpleName();

    void shutting(@Observes ManagementInterface management) {
        List<Route> letting = management.router().getRoutes().stream()
                .filter(route -> route.toString().contains(CORS))
                .toList();
        if (letting.isEmpty()) {
            LOG.warn(
                    "Quarkus' handler that lets pages of other origins in was not found on the management port: if it is"
                            + " there under another name, any page that somebody looks at can read the metrics with that browser");
        }
        // Not removed: of several routes of one order the router does not find each again.
        letting.forEach(Route::disable);
    }
}
