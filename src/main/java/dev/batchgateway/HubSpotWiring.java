package dev.batchgateway;

import dev.batchgateway.connection.OnePerLoop;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.dispatch.DispatchConfig;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Parts;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.edge.PassThrough;
import dev.batchgateway.edge.Places;
import dev.batchgateway.hubspot.HttpProxy;
import dev.batchgateway.hubspot.HubSpotApi;
import dev.batchgateway.hubspot.HubSpotClient;
import dev.batchgateway.hubspot.HubSpotConfig;
import dev.batchgateway.hubspot.RateHeaders;
import dev.batchgateway.hubspot.ReplyBound;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import dev.batchgateway.telemetry.PassedOnMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** Puts together what calls HubSpot: the two clients, whom they trust, and their way through a proxy. */
@Singleton
public final class HubSpotWiring {
    /** Connections are not kept so long that HubSpot's side may close one just as a call is sent. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private static final String USER_AGENT = "hubspot-batch-gateway";
    /** Cloudflare and HubSpot together send many headers; Vert.x' own bound is 8 KiB. */
    private static final int MOST_HEADER_BYTES = 32 * 1024;

    /**
     * Bytes of an answer that are handed on at once: as many as Netty reads at once. The clients' own bounds are 8 KB, and
     * each part goes through everything between the socket and us. What callers send keeps to 8 KB: of a caller who is
     * paused Vert.x holds eight parts that nobody counts, while of HubSpot's answers it bounds the bytes.
     */
    private static final int MOST_CHUNK_BYTES = 64 * 1024;

    /** Whom the gateway trusts to be HubSpot, {@code quarkus.tls.hubspot.*}; without it those the JDK trusts. */
    private static final String TLS = "hubspot";

    private final GatewayConfig config;
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;

    HubSpotWiring(GatewayConfig config, Vertx vertx, TlsConfigurationRegistry tls) {
        this.config = config;
        this.vertx = vertx;
        this.tls = tls;
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
                .property(QuarkusRestClientProperties.MAX_CHUNK_SIZE, MOST_CHUNK_BYTES)
                .httpClientOptions(clientOptions())
                .httpClientRequestCustomizer(new ReplyBound(Math.max(ReplyBound.LEAST_BYTES, callRoom.mostBytes())));
        tls.get(TLS).ifPresent(builder::tlsConfiguration);
        proxy().ifPresent(proxy -> builder.proxyAddress(proxy.host(), proxy.port())
                .proxyUser(proxy.user())
                .proxyPassword(proxy.password()));
        Supplier<HubSpotApi> api = new OnePerLoop<>(loops(), () -> builder.build(HubSpotApi.class));
        SplittableRandom random = new SplittableRandom();
        Backoff backoff =
                new Backoff(config.dispatch().firstBackoff(), config.dispatch().longestBackoff(), () -> next(random));
        DispatchConfig dispatch = new DispatchConfig(
                config.dispatch().maxCallBytes().asLongValue(),
                config.dispatch().maxIsolationCalls(),
                config.dispatch().late().toNanos(),
                config.edge().linger().toNanos());
        HubSpotClient client = new HubSpotClient(api, hubSpot, Wiring.CLOCK, timer);
        DecisionTable table = new DecisionTable(
                config.dispatch().maxAttempts(),
                backoff,
                config.dispatch().lock(),
                config.dispatch().outOfReach());
        return new Dispatcher(accounts, new Parts(client, table, dispatch, Wiring.CLOCK, timer, watch, callRoom));
    }

    @Produces
    @Singleton
    PassThrough passThrough(
            HubSpotConfig hubSpot, Accounts accounts, Places passedOn, Timer timer, MeterRegistry registry) {
        // On each event loop one for each call under way and one for each answer that is still being taken: so nobody
        // who has a permit waits for a connection, however slowly others take their answers.
        HttpClientOptions options =
                clientOptions().setMaxPoolSize(config.dispatch().maxInFlight() + passedOn.most());
        tls.get(TLS).ifPresent(trusted -> TlsConfigUtils.configure(options, trusted));
        proxy().map(HubSpotWiring::proxyOptions).ifPresent(options::setProxyOptions);
        return new PassThrough(
                new OnePerLoop<>(loops(), () -> vertx.createHttpClient(options)),
                hubSpot::resolve,
                headers -> RateHeaders.read(headers::get),
                accounts,
                passedOn,
                new PassedOnMeters(registry),
                new PassThrough.Times(
                        hubSpot.connectTimeout(),
                        hubSpot.attemptTimeout(),
                        config.edge().idle()),
                Wiring.CLOCK,
                timer,
                config.hubspot().accessToken().isPresent());
    }

    /** With the program: Prometheus sees no increase in a series that comes with the first request. */
    void starting(@Observes StartupEvent event, PassThrough passThrough) {}

    private EventLoopGroup loops() {
        return ((VertxInternal) vertx).getEventLoopGroup();
    }

    /** A proxy as Vert.x' own clients take it. */
    static ProxyOptions proxyOptions(HttpProxy proxy) {
        return new ProxyOptions()
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setUsername(proxy.user())
                .setPassword(proxy.password());
    }

    @Produces
    @Singleton
    Places passedOn() {
        int most = config.edge().maxPassedOn();
        return new Places(
                "calls that are passed on",
                "gateway.edge.max-passed-on",
                most,
                config.edge().maxPassedOnPerCaller().orElse(most - most / 4));
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setMaxPoolSize(config.dispatch().maxInFlight())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxChunkSize(MOST_CHUNK_BYTES)
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
