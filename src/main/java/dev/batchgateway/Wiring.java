package dev.batchgateway;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.AccountsConfig;
import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.LaneConfig;
import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.edge.BatchEndpoint;
import dev.batchgateway.edge.BatchLog;
import dev.batchgateway.edge.EdgeConfig;
import dev.batchgateway.edge.EdgeErrors;
import dev.batchgateway.edge.Places;
import dev.batchgateway.edge.RefusedToken;
import dev.batchgateway.edge.Runs;
import dev.batchgateway.resume.Owners;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.ResumeConfig;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.telemetry.BatchGauges;
import dev.batchgateway.telemetry.LaneGauges;
import dev.batchgateway.telemetry.LaneMeters;
import dev.batchgateway.telemetry.PassedOnMeters;
import dev.batchgateway.telemetry.ResendMeters;
import dev.batchgateway.telemetry.RoomGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Puts the parts together. Here and in the classes beside it, each for one side of the gateway, is the one place where
 * configuration, clocks, chance and the network meet them.
 */
@Singleton
public final class Wiring {
    /** The one clock that durations are measured with, in nanoseconds. */
    static final LongSupplier CLOCK = System::nanoTime;

    private final GatewayConfig config;
    private final Vertx vertx;

    Wiring(GatewayConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    @Produces
    @Singleton
    Timer timer() {
        return (nanos, task) -> {
            long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
            long timer = vertx.setTimer(millis, id -> task.run());
            return () -> vertx.cancelTimer(timer);
        };
    }

    @Produces
    @Singleton
    EdgeConfig edgeConfig() {
        return new EdgeConfig(
                config.edge().maxBody().asLongValue(),
                config.edge().maxInputs(),
                (int) Math.min(Integer.MAX_VALUE, config.edge().maxLine().asLongValue()),
                config.edge().deadline(),
                config.edge().stall(),
                config.edge().streamBytes().asLongValue(),
                config.edge().idle(),
                config.edge().passThrough());
    }

    @Produces
    @Singleton
    Room room() {
        long most = config.edge().maxHeld().map(MemorySize::asLongValue).orElseGet(() -> usualHeld(heap()));
        long mostPerCaller =
                config.edge().maxHeldPerCaller().map(MemorySize::asLongValue).orElse(most / 4 * 3);
        return new Room(most, mostPerCaller);
    }

    /**
     * What batches may hold of {@code heap} where {@code gateway.edge.max-held} is not set, in bytes. The rest of it is for
     * calls under way, buffers of connections, and the program itself.
     */
    static long usualHeld(long heap) {
        return heap / 5 * 2;
    }

    /** The same of calls under way, where {@code gateway.dispatch.max-in-flight-bytes} is not set. */
    static long usualInFlight(long heap) {
        return heap / 8;
    }

    /** The same of heads of requests, and of what comes of connections before it is one. */
    static long usualHeads(long heap) {
        return Math.max(1, heap / 16);
    }

    /** The most there can be of it, in bytes. */
    static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    @Produces
    @Singleton
    CallRoom callRoom(Timer timer) {
        long most = config.dispatch()
                .maxInFlightBytes()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> usualInFlight(heap()));
        return new CallRoom(most, timer);
    }

    @Produces
    @Singleton
    Spool spool() {
        Path directory = config.edge()
                .spoolDir()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "hubspot-batch-gateway"));
        return new Spool(directory, config.edge().maxSpool().asLongValue(), vertx.fileSystem());
    }

    @Produces
    @Singleton
    Watch watch(MeterRegistry registry) {
        Watch meters = new LaneMeters(registry);
        return config.hubspot().accessToken().isPresent() ? new RefusedToken(meters, CLOCK) : meters;
    }

    /** With the program, so that the gauges are there before the first batch. */
    void starting(
            @Observes StartupEvent event,
            Accounts accounts,
            Room room,
            Spool spool,
            CallRoom calls,
            Records records,
            Runs runs,
            Places passedOn,
            MeterRegistry registry) {
        new LaneGauges(accounts, CLOCK).bindTo(registry);
        new RoomGauges(room, spool, calls).bindTo(registry);
        ResendMeters.show(records, registry);
        new BatchGauges(runs::batches, runs.mostBatches()).bindTo(registry);
        PassedOnMeters.show(passedOn::taken, passedOn.most(), registry);
    }

    @Produces
    @Singleton
    Accounts accounts(Timer timer, Optional<SharedBudgets> shared, Watch watch) {
        GatewayConfig.Limit limit = config.limit();
        int maxInFlight = config.dispatch().maxInFlight();
        LaneConfig objects =
                new LaneConfig(limit.permits(), limit.permits(), limit.window(), maxInFlight, limit.keptShare(), true);
        LaneConfig associations = new LaneConfig(
                limit.associationPermits(),
                limit.maxAssociationPermits().orElse(limit.associationPermits()),
                limit.window(),
                maxInFlight,
                limit.keptShare(),
                false);
        return new Accounts(
                new AccountsConfig(objects, associations, maxInFlight, limit.dailyReserve(), limit.replicas()),
                shared.orElse(null),
                CLOCK,
                timer,
                watch);
    }

    @Produces
    @Singleton
    EdgeErrors edgeErrors() {
        return new EdgeErrors(Wiring::newId);
    }

    @Produces
    @Singleton
    BatchLog batchLog() {
        return new BatchLog(CLOCK);
    }

    /** Of a request, or of an error. */
    static String newId() {
        return UUID.randomUUID().toString();
    }

    @Produces
    @Singleton
    Runs runs() {
        int most = config.edge().maxBatches();
        return new Runs(most, config.edge().maxBatchesPerCaller().orElse(most - most / 4));
    }

    /** On SIGTERM, before Quarkus waits for the requests that are being served. */
    void leaving(@Observes ShutdownDelayInitiatedEvent event, Runs runs) {
        runs.stopAll();
    }

    @Produces
    @Singleton
    Records records(Room room, Optional<Owners> owners, Timer timer, ResendMeters meters) {
        GatewayConfig.Edge edge = config.edge();
        ResumeConfig resume = new ResumeConfig(
                edge.resume(),
                edge.maxResume().map(MemorySize::asLongValue).orElse(room.mostBytes() / 8),
                edge.deadline().plus(config.dispatch().attemptTimeout()).plus(edge.resume()));
        return new Records(resume, owners.orElse(Owners.ALONE), timer, Clock.systemUTC(), CLOCK, meters);
    }

    @Produces
    @Singleton
    ResendMeters resendMeters(MeterRegistry registry) {
        return new ResendMeters(registry);
    }

    @Produces
    @Singleton
    BatchEndpoint batchEndpoint(
            Dispatcher dispatcher,
            Runs runs,
            Room room,
            Spool spool,
            Records records,
            EdgeConfig edge,
            EdgeErrors errors,
            Timer timer) {
        return new BatchEndpoint(dispatcher, runs, room, spool, records, edge, errors, Clock.systemUTC(), CLOCK, timer);
    }
}
