package dev.batchgateway;

import static dev.batchgateway.ConfigKey.bytes;
import static dev.batchgateway.ConfigKey.bytesIfSet;
import static dev.batchgateway.ConfigKey.number;
import static dev.batchgateway.ConfigKey.share;
import static dev.batchgateway.ConfigKey.text;
import static dev.batchgateway.ConfigKey.time;

import java.util.List;

/**
 * Every key of {@link GatewayConfig} with the values it may have. A list and no annotations, so that the native binary
 * needs no reflection to check them; of values and no functions, which would cost the JVM's start. A test holds it to
 * the interface, and {@code docs/configuration.md} to both.
 */
final class ConfigKeys {
    private static final String MOST_BYTES = "1T";
    private static final int MOST = 1_000_000;
    private static final long MOST_CALLS_OF_A_DAY = 1_000_000_000L;

    private ConfigKeys() {}

    /** What {@code c} has for each of them. */
    static List<ConfigKey> of(GatewayConfig c) {
        return List.of(
                text("gateway.hubspot.url", "`http` or `https`, and a host"),
                text("gateway.hubspot.access-token", "a token without blanks"),
                time("gateway.hubspot.connect-timeout", "1ms", "1h", c.hubspot().connectTimeout()),
                text("gateway.hubspot.proxy", "`http://`, and a host"),
                text("gateway.hubspot.no-proxy", "a list of hosts"),
                text("gateway.callers.keys", "a list of `name:sha256`"),
                text("gateway.callers.issuer", "`https`, a host, and perhaps a path"),
                text("gateway.callers.audience", "any text"),
                text("gateway.callers.role", "any text"),
                text("gateway.callers.role-claim", "any text"),
                text("gateway.callers.certificate-required", "`true` or `false`"),
                bytes("gateway.edge.max-body", "1", MOST_BYTES, c.edge().maxBody()),
                number(
                        "gateway.edge.max-inputs",
                        "inputs",
                        1,
                        Integer.MAX_VALUE,
                        c.edge().maxInputs()),
                time("gateway.edge.deadline", "1ms", "7d", c.edge().deadline()),
                bytes("gateway.edge.max-line", "2", "1G", c.edge().maxLine()),
                time("gateway.edge.linger", "0s", "1m", c.edge().linger()),
                time("gateway.edge.stall", "1s", "1d", c.edge().stall()),
                bytes("gateway.edge.stream-bytes", "1", MOST_BYTES, c.edge().streamBytes()),
                bytesIfSet("gateway.edge.max-held", "1", MOST_BYTES, c.edge().maxHeld()),
                bytesIfSet(
                        "gateway.edge.max-held-per-caller",
                        "1",
                        MOST_BYTES,
                        c.edge().maxHeldPerCaller()),
                text("gateway.edge.spool-dir", "a directory that can be written to"),
                bytes("gateway.edge.max-spool", "0", MOST_BYTES, c.edge().maxSpool()),
                time("gateway.edge.resume", "0s", "1d", c.edge().resume()),
                bytesIfSet("gateway.edge.max-resume", "0", MOST_BYTES, c.edge().maxResume()),
                number("gateway.edge.max-batches", "batches", 1, MOST, c.edge().maxBatches()),
                number(
                        "gateway.edge.max-batches-per-caller",
                        "batches",
                        1,
                        MOST,
                        c.edge().maxBatchesPerCaller().orElse(1)),
                time("gateway.edge.idle", "1ms", "1d", c.edge().idle()),
                time("gateway.edge.head", "1ms", "1h", c.edge().head()),
                time("gateway.edge.keep-alive", "1ms", "1d", c.edge().keepAlive()),
                text("gateway.edge.pass-through", "`true` or `false`"),
                number("gateway.edge.max-passed-on", "calls", 1, MOST, c.edge().maxPassedOn()),
                number(
                        "gateway.edge.max-passed-on-per-caller",
                        "calls",
                        1,
                        MOST,
                        c.edge().maxPassedOnPerCaller().orElse(1)),
                text("gateway.edge.swagger-ui", "`true` or `false`"),
                time(
                        "gateway.dispatch.attempt-timeout",
                        "1ms",
                        "1h",
                        c.dispatch().attemptTimeout()),
                number(
                        "gateway.dispatch.max-attempts",
                        "attempts",
                        1,
                        100,
                        c.dispatch().maxAttempts()),
                time("gateway.dispatch.first-backoff", "0s", "1h", c.dispatch().firstBackoff()),
                time(
                        "gateway.dispatch.longest-backoff",
                        "0s",
                        "1h",
                        c.dispatch().longestBackoff()),
                time("gateway.dispatch.lock", "0s", "1h", c.dispatch().lock()),
                time("gateway.dispatch.late", "0s", "1h", c.dispatch().late()),
                time("gateway.dispatch.out-of-reach", "0s", "1h", c.dispatch().outOfReach()),
                number(
                        "gateway.dispatch.max-in-flight",
                        "calls",
                        1,
                        MOST,
                        c.dispatch().maxInFlight()),
                bytesIfSet(
                        "gateway.dispatch.max-in-flight-bytes",
                        "1",
                        MOST_BYTES,
                        c.dispatch().maxInFlightBytes()),
                bytes(
                        "gateway.dispatch.max-call-bytes",
                        "1",
                        MOST_BYTES,
                        c.dispatch().maxCallBytes()),
                number(
                        "gateway.dispatch.max-isolation-calls",
                        "calls",
                        0,
                        MOST,
                        c.dispatch().maxIsolationCalls()),
                number("gateway.limit.permits", "calls", 1, MOST, c.limit().permits()),
                time("gateway.limit.window", "1ms", "1h", c.limit().window()),
                number(
                        "gateway.limit.association-permits",
                        "calls",
                        1,
                        MOST,
                        c.limit().associationPermits()),
                number(
                        "gateway.limit.max-association-permits",
                        "calls",
                        1,
                        MOST,
                        c.limit().maxAssociationPermits().orElse(1)),
                share("gateway.limit.kept-share", 0, 0.99, c.limit().keptShare()),
                number(
                        "gateway.limit.daily-reserve",
                        "calls",
                        0,
                        MOST_CALLS_OF_A_DAY,
                        c.limit().dailyReserve()),
                number(
                        "gateway.limit.replicas",
                        "gateways",
                        1,
                        10_000,
                        c.limit().replicas()),
                time("gateway.limit.redis-timeout", "1ms", "1m", c.limit().redisTimeout()),
                time("gateway.limit.redis-lease", "1ms", "1h", c.limit().redisLease()));
    }
}
