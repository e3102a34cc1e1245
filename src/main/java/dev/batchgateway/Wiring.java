package dev.batchgateway;

import dev.batchgateway.connection.OneByOne;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.AccountsConfig;
import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.dispatch.DispatchConfig;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.LaneConfig;
import dev.batchgateway.dispatch.Parts;
import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.edge.BatchEndpoint;
import dev.batchgateway.edge.BatchLog;
import dev.batchgateway.edge.EdgeConfig;
import dev.batchgateway.edge.EdgeErrors;
import dev.batchgateway.edge.PassThrough;
import dev.batchgateway.edge.Places;
import dev.batchgateway.edge.RefusedToken;
import dev.batchgateway.edge.RequestIds;
import dev.batchgateway.edge.Runs;
import dev.batchgateway.edge.SendBuffers;
import dev.batchgateway.edge.SlowSenders;
import dev.batchgateway.hubspot.HttpProxy;
import dev.batchgateway.hubspot.HubSpotApi;
import dev.batchgateway.hubspot.HubSpotClient;
import dev.batchgateway.hubspot.HubSpotConfig;
import dev.batchgateway.hubspot.RateHeaders;
import dev.batchgateway.openapi.ApiPages;
import dev.batchgateway.resume.Owners;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.ResumeConfig;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.telemetry.BatchGauges;
import dev.batchgateway.telemetry.LaneGauges;
import dev.batchgateway.telemetry.LaneMeters;
import dev.batchgateway.telemetry.ResendMeters;
import dev.batchgateway.telemetry.RoomGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** Puts the parts together: the one place where configuration, clocks, chance and the network meet them. */
@Singleton
public final class Wiring {
    /** Connections are not kept so long that HubSpot's side may close one just as a call is sent. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private static final String USER_AGENT = "hubspot-batch-gateway";
    /** Cloudflare and HubSpot together send many headers; Vert.x' own bound is 8 KiB. */
    private static final int MOST_HEADER_BYTES = 32 * 1024;

    private static final LongSupplier CLOCK = System::nanoTime;

    /** Whom the gateway trusts to be HubSpot, {@code quarkus.tls.hubspot.*}; without it those the JDK trusts. */
    private static final String TLS = "hubspot";

    private final GatewayConfig config;
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;

    Wiring(GatewayConfig config, Vertx vertx, TlsConfigurationRegistry tls) {
        this.config = config;
        this.vertx = vertx;
        this.tls = tls;
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
    HubSpotConfig hubSpotConfig() {
        return new HubSpotConfig(
                config.hubspot().url(),
                config.dispatch().attemptTimeout(),
                config.hubspot().connectTimeout(),
                config.dispatch().maxInFlight());
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
        long most = config.edge().maxHeld().map(MemorySize::asLongValue).orElseGet(Wiring::usualRoom);
        long mostPerCaller =
                config.edge().maxHeldPerCaller().map(MemorySize::asLongValue).orElse(most / 4 * 3);
        return new Room(most, mostPerCaller);
    }

    /** The rest is for calls under way, buffers of connections, and the program itself. */
    private static long usualRoom() {
        return Runtime.getRuntime().maxMemory() / 5 * 2;
    }

    @Produces
    @Singleton
    CallRoom callRoom() {
        return new CallRoom(config.dispatch()
                .maxInFlightBytes()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 16));
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
            MeterRegistry registry) {
        new LaneGauges(accounts, CLOCK).bindTo(registry);
        new RoomGauges(room, spool, calls).bindTo(registry);
        ResendMeters.show(records, registry);
        new BatchGauges(runs::batches, runs.mostBatches()).bindTo(registry);
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
                Math.max(limit.associationPermits(), limit.maxAssociationPermits()),
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
    Dispatcher dispatcher(Accounts accounts, HubSpotConfig hubSpot, Timer timer, Watch watch, CallRoom callRoom) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(hubSpot.url())
                .connectTimeout(hubSpot.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(hubSpot.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .userAgent(USER_AGENT)
                .disableDefaultMapper(true)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, hubSpot.maxConnections())
                .property(QuarkusRestClientProperties.MAX_HEADER_SIZE, MOST_HEADER_BYTES)
                .httpClientOptions(clientOptions());
        tls.get(TLS).ifPresent(builder::tlsConfiguration);
        proxy().ifPresent(proxy -> builder.proxyAddress(proxy.host(), proxy.port())
                .proxyUser(proxy.user())
                .proxyPassword(proxy.password()));
        HubSpotApi api = builder.build(HubSpotApi.class);
        SplittableRandom random = new SplittableRandom();
        Backoff backoff =
                new Backoff(config.dispatch().firstBackoff(), config.dispatch().longestBackoff(), () -> next(random));
        DispatchConfig dispatch = new DispatchConfig(
                config.dispatch().maxCallBytes().asLongValue(),
                config.dispatch().maxIsolationCalls(),
                config.dispatch().late().toNanos(),
                config.edge().linger().toNanos());
        HubSpotClient client = new HubSpotClient(api, hubSpot, CLOCK, timer);
        DecisionTable table = new DecisionTable(
                config.dispatch().maxAttempts(),
                backoff,
                config.dispatch().lock(),
                config.dispatch().outOfReach());
        return new Dispatcher(accounts, new Parts(client, table, dispatch, CLOCK, timer, watch, callRoom));
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

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    @Produces
    @Singleton
    Runs runs() {
        int most = config.edge().maxBatches();
        return new Runs(most, config.edge().maxBatchesPerCaller().orElse(most - most / 4));
    }

    private Places passedOn() {
        int most = config.edge().maxPassedOn();
        return new Places(
                "calls that are passed on",
                "gateway.edge.max-passed-on",
                most,
                config.edge().maxPassedOnPerCaller().orElse(most - most / 4));
    }

    /** On SIGTERM, before Quarkus waits for the requests that are being served. */
    void leaving(@Observes ShutdownDelayInitiatedEvent event, Runs runs) {
        runs.stopAll();
    }

    @Produces
    @Singleton
    SlowSenders slowSenders() {
        return new SlowSenders(
                ((VertxInternal) vertx).getEventLoopGroup(),
                config.edge().head(),
                config.edge().keepAlive(),
                CLOCK);
    }

    @Produces
    @Singleton
    SendBuffers sendBuffers() {
        return new SendBuffers();
    }

    /** Before every other filter: a request that another one answers has come in time, too. */
    void filtering(@Observes Filters filters, SlowSenders slowSenders) {
        filters.register(
                context -> {
                    OneByOne.from(context.request());
                    context.next();
                },
                Integer.MAX_VALUE);
        filters.register(slowSenders, Integer.MAX_VALUE - 1);
        filters.register(new RequestIds(Wiring::newId), Integer.MAX_VALUE - 2);
    }

    void watching(@Observes StartupEvent event, SlowSenders slowSenders) {
        slowSenders.start();
    }

    /** In dev mode the event loops outlive the program. */
    void ending(@Observes ShutdownEvent event, SlowSenders slowSenders) {
        slowSenders.stop();
    }

    void describing(@Observes Router router) {
        new ApiPages(config.edge().swaggerUi()).on(router);
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

    @Produces
    @Singleton
    PassThrough passThrough(HubSpotConfig hubSpot, Accounts accounts) {
        HttpClientOptions options = clientOptions();
        tls.get(TLS).ifPresent(trusted -> TlsConfigUtils.configure(options, trusted));
        proxy().map(Wiring::proxyOptions).ifPresent(options::setProxyOptions);
        HttpClient client = vertx.createHttpClient(options);
        return new PassThrough(
                client,
                hubSpot::resolve,
                headers -> RateHeaders.read(headers::get),
                accounts,
                passedOn(),
                hubSpot.attemptTimeout(),
                CLOCK,
                config.hubspot().accessToken().isPresent());
    }

    /** The same for Vert.x. */
    static ProxyOptions proxyOptions(HttpProxy proxy) {
        return new ProxyOptions()
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setUsername(proxy.user())
                .setPassword(proxy.password());
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setMaxPoolSize(config.dispatch().maxInFlight())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setConnectTimeout((int) config.hubspot().connectTimeout().toMillis());
    }

    private Optional<HttpProxy> proxy() {
        GatewayConfig.HubSpot hubSpot = config.hubspot();
        return HttpProxy.of(
                hubSpot.url(), hubSpot.proxy().orElse(""), hubSpot.noProxy().orElse(""));
    }

    private static double next(SplittableRandom random) {
        synchronized (random) {
            return random.nextDouble();
        }
    }
}
