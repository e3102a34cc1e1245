package dev.batchgateway.about;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Tells the build in the log's first line, and at {@code /q/info} on the management port. */
@Singleton
public final class About {
    /** The priority of what starts first, which is this; a greater one comes later. */
    public static final int FIRST = 1;

    private static final Logger LOG = Logger.getLogger(About.class);
    private static final String PATH = "/q/info";

    private final Build build = Build.ofThisProgram();

    /** Before anything else of ours starts. */
    void starting(@Observes @Priority(FIRST) StartupEvent event) {
        LOG.infof("HubSpot Batch Gateway %s, commit %s", build.version(), build.commit());
    }

    void routes(@Observes ManagementInterface management) {
        management.router().get(PATH).handler(this::answer);
    }

    private void answer(RoutingContext request) {
        request.json(new JsonObject()
                .put("build", new JsonObject().put("version", build.version()).put("commit", build.commit()))
                .put(
                        "runtime",
                        new JsonObject()
                                .put("java", Runtime.version().toString())
                                .put("native", ImageMode.current() == ImageMode.NATIVE_RUN)));
    }
}
