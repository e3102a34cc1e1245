package dev.batchgateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every key of the gateway. Each can be set by environment variable in the usual way: {@code gateway.hubspot.url} is
 * {@code GATEWAY_HUBSPOT_URL}. What each may be is in {@link ConfigKeys}, and is checked at the start, as are relations
 * between keys and variables that are no key ({@link StartCheck}). {@code docs/configuration.md} is made of this file
 * and of that.
 */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {
    /** How HubSpot is reached. */
    HubSpot hubspot();

    /** Who may call, where the gateway holds HubSpot's token. */
    Callers callers();

    /** What bounds a caller's request. */
    Edge edge();

    /** What bounds the calls to HubSpot. */
    Dispatch dispatch();

    /** HubSpot's rate limits, until its headers teach better. */
    Limit limit();

    /** How HubSpot is reached. */
    interface HubSpot {
        /**
         * Scheme, host and port of HubSpot; a path is put before those of the calls. In dev mode and in tests the
         * simulator's.
         */
        @WithDefault("https://api.hubapi.com")
        URI url();

        /**
         * HubSpot's token, when the gateway is to hold it: then {@code Authorization} is the caller's key or the issuer's
         * token, see {@code gateway.callers.keys}, and is never passed on. Without it callers bring HubSpot's own tokens.
         * The token alone, without {@code Bearer}; a secret.
         */
        Optional<String> accessToken();

        /**
         * Longest time for a connection to HubSpot. Past it the call was never sent, and is made again for as long as
         * {@code gateway.dispatch.out-of-reach}.
         */
        @WithDefault("10s")
        Duration connectTimeout();

        /**
         * The proxy through which HubSpot and the issuer of {@code gateway.callers.issuer} are reached, {@code
         * http://user:password@host:port}. Asked for a tunnel (CONNECT), so only for what is reached by HTTPS.
         */
        @WithDefault("${HTTPS_PROXY:${https_proxy:}}")
        Optional<String> proxy();

        /**
         * Hosts that are reached without the proxy, parted by commas: names, each of which stands for itself and for
         * what ends in it after a dot, addresses, ranges of addresses ({@code 10.0.0.0/8}), {@code *} for all. A name or
         * an address may have a port ({@code hubspot.internal:8443}, {@code [::1]:8443}).
         */
        @WithDefault("${NO_PROXY:${no_proxy:}}")
        Optional<String> noProxy();
    }

    /** Who may call, where the gateway holds HubSpot's token. */
    interface Callers {
        /**
         * The keys callers may show in {@code Authorization: Bearer}, as {@code name:sha256}, parted by commas: what a
         * caller is called, and the SHA-256 of its key as 64 hexadecimal digits. Two entries of one name are one caller,
         * as while a key is replaced. Only with {@code gateway.hubspot.access-token}.
         */
        Optional<List<String>> keys();

        /**
         * The OpenID Connect issuer whose tokens are taken beside keys: the address below which {@code
         * .well-known/openid-configuration} is. Its public keys are fetched a second after the start, once an hour, and
         * when a token names one that is not known, once a minute at most; a token that needs them while the issuer is out
         * of reach gets 503. Reached as HubSpot is, by the proxy or without. Plain {@code http} on the loopback only. Needs
         * {@code gateway.callers.audience}. Only with {@code gateway.hubspot.access-token}.
         */
        Optional<URI> issuer();

        /**
         * Whom an issuer's token must be for, one of those in its {@code aud}; another is answered with 401. With {@code
         * any} that is not looked at, and {@code gateway.callers.role} must be set. Only with {@code
         * gateway.callers.issuer}.
         */
        Optional<String> audience();

        /**
         * The role that an issuer's token must have. One without it is answered with 403. Only with {@code
         * gateway.callers.issuer}.
         */
        Optional<String> role();

        /**
         * Where an issuer's token has its roles: a claim, or names parted by {@code /} that lead to one, as {@code
         * realm_access/roles}. A list, or one text with blanks between the roles. Where it is not, a token has no role.
         * {@code groups} when it is not set. Only with {@code gateway.callers.role}.
         */
        Optional<String> roleClaim();

        /**
         * Whether callers must show a certificate of an authority in the trust store of {@code
         * quarkus.http.tls-configuration-name}. Without one no connection is made. Needs {@code
         * quarkus.http.insecure-requests} to be {@code disabled}.
         */
        @WithDefault("false")
        boolean certificateRequired();
    }

    /** What bounds a caller's request. */
    interface Edge {
        /** Longest body of a batch that is read as a whole (JSON in or out). A longer one is answered with 413. */
        @WithDefault("64M")
        MemorySize maxBody();

        /** Most inputs of a batch that is read as a whole. One more is answered with 413. */
        @WithDefault("1000000")
        int maxInputs();

        /**
         * Longest time a JSON batch may take, from its head on. Then no new call starts; inputs that were not sent are
         * unsent, {@code gateway.DEADLINE}. {@code Prefer: wait=N} can only shorten it. A body that is read as a whole
         * (JSON in or out) and is not there by then is answered with 408, and nothing was sent.
         */
        @WithDefault("10m")
        Duration deadline();

        /** Longest line of an NDJSON body. A longer one is a rejected input; the lines behind it go on. */
        @WithDefault("1M")
        MemorySize maxLine();

        /**
         * How long the inputs of a stream wait for others before they leave in a call that is not full: with less,
         * trickling lines spend more of HubSpot's calls. Up to twenty times as long while the caller is not read on
         * because of calls that are under way.
         */
        @WithDefault("50ms")
        Duration linger();

        /**
         * A stream ends when nothing of it has moved for so long: no line came, no call ended, no line was taken. Blank
         * lines do not count, nor do bytes of a line that has no end yet. What had come and was not sent is unsent,
         * {@code gateway.STALLED}. Longer than a call may take. Its caller is cut off who has sent everything and has
         * taken no line for so long; so is one of a JSON answer, or one that is passed on, who has taken nothing of it.
         */
        @WithDefault("2m")
        Duration stall();

        /**
         * Most bytes of one stream's inputs that have come and have not ended; then its caller is read no faster. Nor is
         * one read further ahead than 25 calls, unless HubSpot is so slow that more must be under way to use its rate
         * limit.
         */
        @WithDefault("8M")
        MemorySize streamBytes();

        /**
         * Most bytes that all batches together hold in memory: bodies, inputs of streams, answers. Past it a new batch
         * gets 503 with {@code Retry-After}, and answers go to disk. A new stream (lines in and out) gets it when streams
         * hold two thirds of that, or those of its caller two thirds of what one caller may. Two fifths of the heap when it
         * is not set; with much more of it there is none left for buffers and calls under way, and the gateway ends for want
         * of memory.
         */
        Optional<MemorySize> maxHeld();

        /**
         * The same for the batches of one caller: one token, or, where the gateway holds HubSpot's, the keys of one name
         * or one subject of the issuer's. Three quarters of {@code max-held} when it is not set.
         */
        Optional<MemorySize> maxHeldPerCaller();

        /**
         * Where answers are kept for which there is no memory, in files that nobody else can open and that are gone
         * with the process. It is made when it is not there. {@code hubspot-batch-gateway} in the system's directory for
         * temporary files when it is not set.
         */
        Optional<Path> spoolDir();

        /**
         * Most bytes on disk, of all batches together. Past it batches send no more, and the rest is unsent, {@code
         * gateway.NO_ROOM}.
         */
        @WithDefault("1G")
        MemorySize maxSpool();

        /**
         * How long the outcomes of a batch are kept whose caller has left, for when it is sent again, marked by {@code
         * X-Stainless-Retry-Count} or with the same {@code Idempotency-Key}. 0: nothing is kept, and nothing is joined; a
         * marked create is made again, and a batch with a key is refused.
         */
        @WithDefault("60s")
        Duration resume();

        /**
         * Most bytes of such outcomes, of all batches together. Past it some go, first those whose answer was written, the
         * oldest of them first: creates that are sent again are then refused, other batches run once more. They count in
         * {@code max-held}, of which this is an eighth when it is not set.
         */
        Optional<MemorySize> maxResume();

        /** Most batches at once. One more is answered with 503 and {@code Retry-After}. */
        @WithDefault("500")
        int maxBatches();

        /**
         * Most batches of one caller at once. One more is answered with 503 and {@code Retry-After}. Three quarters of
         * {@code max-batches} when it is not set.
         */
        Optional<Integer> maxBatchesPerCaller();

        /**
         * Longest time in which too little comes of a batch's body that is read as a whole (JSON in or out): less than
         * 1,000 bytes for each second of it. Then it is answered with 408, nothing was sent, and the connection is
         * closed. So it is with the body of a call that is passed on, of which HubSpot may have a part then
         * (unconfirmed). Callers who have sent everything may wait for their answer as long as they like, and those of
         * NDJSON streams may pause between lines for {@code gateway.edge.stall}.
         */
        @WithDefault("30s")
        Duration idle();

        /**
         * Longest time from the opening of a connection to the end of its first request's head. Then it is closed
         * without an answer, however steadily bytes trickle in.
         */
        @WithDefault("10s")
        Duration head();

        /**
         * Longest time from an answer to the end of the next request's head on the same connection. Then it is closed.
         * It must be longer than that of a load balancer in front (60 s at AWS, 600 s at Google Cloud), which may
         * otherwise send a request into a connection that is just being closed. A stream of HTTP/2 whose answer is not
         * taken twice so long after its end is reset.
         */
        @WithDefault("75s")
        Duration keepAlive();

        /**
         * Whether every HubSpot path that is no batch is forwarded as one call, so that one base URL serves a whole SDK;
         * otherwise it is answered with 404.
         */
        @WithDefault("true")
        boolean passThrough();

        /**
         * Most calls that are passed on at once, those that wait for a permit or whose answer is still being taken
         * included. One more is answered with 503 and {@code Retry-After}. An answer that is being taken has a
         * connection to HubSpot for itself, beside those of {@code gateway.dispatch.max-in-flight}.
         */
        @WithDefault("1000")
        int maxPassedOn();

        /** The same for one caller. Three quarters of {@code max-passed-on} when it is not set. */
        Optional<Integer> maxPassedOnPerCaller();

        /**
         * Whether Swagger UI shows the interface at {@code /q/swagger-ui} on the callers' port; in dev mode it does. The
         * description itself is always at {@code /q/openapi}.
         */
        @WithDefault("false")
        boolean swaggerUi();
    }

    /** What bounds the calls to HubSpot. */
    interface Dispatch {
        /**
         * Longest time for one call, from sending to the whole answer. HubSpot itself gives up after 100 s. Of a call
         * that is passed on, from having a connection to the head of its answer, the sending of its body included.
         */
        @WithDefault("110s")
        Duration attemptTimeout();

        /**
         * Most attempts of one input that count, the first included; 429s do not count. After the last one its outcome is
         * what that attempt left: unsent, or unconfirmed. A create in doubt is never attempted again.
         */
        @WithDefault("5")
        int maxAttempts();

        /**
         * The pause after a first attempt without an answer; doubles with each, up to the longest. Up to a half of a pause
         * is left to chance. With less, a HubSpot in trouble is asked more often, and attempts are spent sooner.
         */
        @WithDefault("1s")
        Duration firstBackoff();

        /** The longest pause between two attempts. With more, batches wait longer than HubSpot's trouble lasts. */
        @WithDefault("20s")
        Duration longestBackoff();

        /**
         * The least pause after HubSpot said it is locked (423, which lasts 2 s) or broken (502 to 504, 524), and
         * before an upsert in doubt that met a conflict is sent again. A shorter one spends attempts in vain.
         */
        @WithDefault("2s")
        Duration lock();

        /**
         * How long HubSpot may still be at work on a call it has not answered, counted from its sending: so long the
         * next input of the same key waits. HubSpot itself gives up after 100 s; with less, an earlier value that is
         * applied late can overwrite the later one.
         */
        @WithDefault("100s")
        Duration late();

        /**
         * How long calls are repeated while HubSpot cannot be reached. Then their inputs are unsent, {@code
         * gateway.UPSTREAM_UNREACHABLE}; callers of a HubSpot that is down wait about so long for their 503.
         */
        @WithDefault("30s")
        Duration outOfReach();

        /**
         * Most calls under way at once, over all accounts. So many connections to HubSpot are in use, but for those on
         * which answers to calls that are passed on are still being taken ({@code gateway.edge.max-passed-on}); each
         * event loop has its own, and one that is not used is closed after 20 seconds. One account gets three quarters
         * of the calls at most, so that others find a place though its calls hang.
         */
        @WithDefault("256")
        int maxInFlight();

        /**
         * Most bytes of all calls under way together: of their inputs, and of HubSpot's answers, as large as the last
         * ones were. A larger call goes alone. Past it calls wait, first come, first served, permits or not. An answer
         * that is larger than all of that, and than 8 MiB, is not read on: the call is made again in halves where it may
         * be repeated, and what has no readable answer in the end is unconfirmed, {@code gateway.NO_ANSWER}. An eighth
         * of the heap when it is not set.
         */
        Optional<MemorySize> maxInFlightBytes();

        /** Most bytes of inputs in one call; a larger input goes alone. HubSpot's own limit is not documented. */
        @WithDefault("8M")
        MemorySize maxCallBytes();

        /**
         * Most calls a batch may spend on finding the inputs for which HubSpot refuses whole calls. What is left then
         * is unsent, {@code gateway.NOT_ISOLATED}.
         */
        @WithDefault("1000")
        int maxIsolationCalls();
    }

    /** HubSpot's rate limits, until its headers teach better. */
    interface Limit {
        /**
         * Calls in a window for objects, until {@code X-HubSpot-RateLimit-Max} says better. More than HubSpot allows is
         * answered with 429s at the start of each account's first window.
         */
        @WithDefault("100")
        int permits();

        /** The length of a window, until {@code X-HubSpot-RateLimit-Interval-Milliseconds} says better. */
        @WithDefault("10s")
        Duration window();

        /**
         * Calls in a window for associations, which HubSpot counts apart, to begin with. HubSpot's headers do not
         * teach them: a 429 lowers them by a tenth, a minute without one raises them by one.
         */
        @WithDefault("100")
        int associationPermits();

        /**
         * The most calls in a window the gateway tries for associations, not less than it begins with. With more than
         * HubSpot allows, each step past it costs a 429. {@code association-permits} when it is not set.
         */
        Optional<Integer> maxAssociationPermits();

        /**
         * Share of each window, from 0 to less than 1, kept for batches that have not had a turn, while more than one
         * has used the lane in the last minute. A lone batch gets the whole window.
         */
        @WithDefault("0.05")
        double keptShare();

        /**
         * Calls of each HubSpot account's day that are left to others. When HubSpot's answers say that no more are
         * left, batches get 429 and {@code Retry-After}, and one call a minute finds out when there are more.
         */
        @WithDefault("0")
        long dailyReserve();

        /**
         * Gateways that share a budget through Redis. While Redis is lost each goes on with its part of the budget,
         * which is smaller if more gateways have been counted.
         */
        @WithDefault("1")
        int replicas();

        /**
         * Longest time for one exchange with Redis, connecting included. Past it Redis is lost, and the gateway goes on
         * with its share of the budgets. Only with {@code quarkus.redis.hosts}.
         */
        @WithDefault("200ms")
        Duration redisTimeout();

        /**
         * For how long the permits of a gateway that is heard of no more are kept for it in Redis; less than a window counts as one. With
         * more, a gateway that was killed keeps its permits from the others for longer.
         */
        @WithDefault("15s")
        Duration redisLease();
    }
}
