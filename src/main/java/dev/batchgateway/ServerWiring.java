package dev.batchgateway;

import dev.batchgateway.connection.Arrivals;
import dev.batchgateway.connection.ConnectionRoom;
import dev.batchgateway.connection.OneByOne;
import dev.batchgateway.edge.AnswersGiven;
import dev.batchgateway.edge.HeadsHeld;
import dev.batchgateway.edge.RequestIds;
import dev.batchgateway.edge.SendBuffers;
import dev.batchgateway.edge.SlowSenders;
import dev.batchgateway.openapi.ApiPages;
import dev.batchgateway.telemetry.AnswerMeters;
import dev.batchgateway.telemetry.ConnectionMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Puts together what looks after callers' connections, before and beside the requests on them. */
@Singleton
public final class ServerWiring {
    private final GatewayConfig config;
    private final Config all;
    private final Vertx vertx;

    ServerWiring(GatewayConfig config, Config all, Vertx vertx) {
        this.config = config;
        this.all = all;
        this.vertx = vertx;
    }

    @Produces
    @Singleton
    SlowSenders slowSenders() {
        return new SlowSenders(
                ((VertxInternal) vertx).getEventLoopGroup(),
                config.edge().head(),
                config.edge().keepAlive(),
                Wiring.CLOCK);
    }

    @Produces
    @Singleton
    ConnectionRoom connectionRoom() {
        return new ConnectionRoom(Wiring.usualHeads(Wiring.heap()));
    }

    @Produces
    @Singleton
    ConnectionMeters connectionMeters(SlowSenders slowSenders, ConnectionRoom room) {
        return new ConnectionMeters(
                slowSenders::connections,
                all.getOptionalValue("quarkus.http.limits.max-connections", Integer.class)
                        .orElse(0),
                slowSenders::closedWithoutHead,
                slowSenders::closedIdle,
                new ConnectionMeters.Memory(room::bytes, room.mostBytes(), room::closed));
    }

    @Produces
    @Singleton
    SendBuffers sendBuffers() {
        return new SendBuffers();
    }

    /** Before every other filter: a request that another one answers has come in time, too. */
    void filtering(@Observes Filters filters, SlowSenders slowSenders, MeterRegistry registry) {
        filters.register(
                context -> {
                    OneByOne.from(context.request());
                    context.next();
                },
                Integer.MAX_VALUE);
        filters.register(slowSenders, Integer.MAX_VALUE - 1);
        filters.register(new RequestIds(Wiring::newId), Integer.MAX_VALUE - 2);
        filters.register(new AnswersGiven(new AnswerMeters(registry)::answered), Integer.MAX_VALUE - 3);
        filters.register(new HeadsHeld(Wiring::newId), Integer.MAX_VALUE - 4);
    }

    void watching(
            @Observes StartupEvent event, SlowSenders slowSenders, ConnectionMeters meters, MeterRegistry registry) {
        slowSenders.start();
        meters.bindTo(registry);
    }

    void opened(@ObservesAsync HttpServerStart callers, ConnectionRoom room) {
        count(callers.options(), room);
    }

    void opened(@ObservesAsync HttpsServerStart callers, ConnectionRoom room) {
        count(callers.options(), room);
    }

    private void count(HttpServerOptions server, ConnectionRoom room) {
        Arrivals.count(((VertxInternal) vertx).getAcceptorEventLoopGroup(), server, room);
    }

    /** In dev mode the event loops outlive the program. */
    void ending(@Observes ShutdownEvent event, SlowSenders slowSenders) {
        slowSenders.stop();
    }

    void describing(@Observes Router router) {
        new ApiPages(config.edge().swaggerUi()).on(router);
    }
}
