package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.LoggedLines;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of the management port's routes the one that lets pages of other origins in is shut, and it is told if there is none. */
class ManagementWiringTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final LoggedLines told = new LoggedLines("Quarkus' handler that lets pages of other origins in");

    @BeforeEach
    void isListenedTo() {
        told.start();
    }

    @AfterEach
    void isOver() {
        told.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theOneRouteIsShutAndTheOthersAreNot() {
        Route metrics = router.get("/q/metrics").handler(context -> context.end("1"));
        Route letting = router.route().order(-2).handler(CorsHandler.create());

        new ManagementWiring().shutting(() -> router);

        assertFalse(isOpen(letting));
        assertTrue(isOpen(metrics));
        assertEquals(List.of(), told.texts());
    }

    @Test
    void itIsToldWhereThereIsNone() {
        Route metrics = router.get("/q/metrics").handler(context -> context.end("1"));

        new ManagementWiring().shutting(() -> router);

        assertTrue(isOpen(metrics));
        assertEquals(1, told.texts().size(), told.texts()::toString);
        assertTrue(told.texts().get(0).contains("was not found on the management port"), told.texts()::toString);
    }

    /** A route tells of itself by its text alone. */
    private static boolean isOpen(Route route) {
        return route.toString().contains("enabled=true");
    }
}
