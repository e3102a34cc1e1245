package dev.batchgateway.faults;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.Polling;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls as HubSpot's newer SDKs do (API-FACTS 4): gives up after a time-out, closes the connection, and sends the same
 * POST again, twice at most, each attempt with its number in {@code X-Stainless-Retry-Count}; so it does without a
 * connection, or with one that is cut, and on 408, 409, 429 and 5xx, unless the answer has {@code X-Should-Retry: false}.
 * Before that it waits for as long as {@code Retry-After} asks, in seconds or until a date, up to a minute, or else half a
 * second, then a whole one. The time-out is shorter than theirs, and so is what comes of a wait.
 */
public final class SdkCaller {
    private static final int MOST_RESENDS = 2;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);
    private static final int SHORTER = 10;

    private final List<URI> gateways;
    private final String authorization;
    private final Duration timeout;
    private final Consumer<Duration> waiting;
    private final InstantSource clock;
    private final List<String> attempts = new ArrayList<>();

    /** @param timeout of one attempt; 60 s with the SDKs */
    public SdkCaller(URI gateway, String authorization, Duration timeout) {
        this(List.of(gateway), authorization, timeout, SdkCaller::passes);
    }

    /** Lets so much of {@code wait} pass as comes of it here. */
    static void passes(Duration wait) {
        Polling.pause(wait.dividedBy(SHORTER));
    }

    /**
     * @param gateways behind one address; each attempt comes to the next one
     * @param timeout of one attempt; 60 s with the SDKs
     * @param waiting passes the time before the next attempt; told how long an SDK would wait
     */
    public SdkCaller(List<URI> gateways, String authorization, Duration timeout, Consumer<Duration> waiting) {
        this(gateways, authorization, timeout, waiting, InstantSource.system());
    }

    /**
     * The same.
     *
     * @param clock by which it waits until a date
     */
    SdkCaller(
            List<URI> gateways,
            String authorization,
            Duration timeout,
            Consumer<Duration> waiting,
            InstantSource clock) {
        this.gateways = List.copyOf(gateways);
        this.authorization = authorization;
        this.timeout = timeout;
        this.waiting = waiting;
        this.clock = clock;
    }

    /**
     * How each attempt ended: a status, {@code time-out}, {@code no connection}, or {@code cut} where there was one and no
     * whole answer came by it.
     */
    public List<String> attempts() {
        return attempts;
    }

    /** The answer to a batch, of which attempt soever. */
    public GatewayAnswer send(String path, String body) {
        Duration wait = FIRST_WAIT;
        for (int resends = 0; ; resends++) {
            Duration asked = Duration.ZERO;
            try {
                GatewayAnswer answer = attempt(path, body, resends);
                attempts.add(String.valueOf(answer.status()));
                if (resends == MOST_RESENDS || !isSentAgain(answer)) {
                    return answer;
                }
                asked = retryAfter(answer);
            } catch (IOException e) {
                attempts.add(ending(e));
                if (resends == MOST_RESENDS) {
                    throw new AssertionError("No answer in any attempt: " + attempts, e);
                }
            }
            waiting.accept(asked.isZero() ? wait : asked);
            wait = wait.multipliedBy(2);
        }
    }

    private static boolean isSentAgain(GatewayAnswer answer) {
        String told = answer.header("X-Should-Retry");
        int status = answer.status();
        return told.isEmpty() ? status == 408 || status == 409 || status == 429 || status >= 500 : told.equals("true");
    }

    private static String ending(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "time-out";
        }
        return e instanceof ConnectException ? "no connection" : "cut";
    }

    /** What it asks for, if that is heeded; otherwise nothing. */
    private Duration retryAfter(GatewayAnswer answer) {
        String after = answer.header("Retry-After");
        if (after.isEmpty()) {
            return Duration.ZERO;
        }
        Duration asked = after.chars().allMatch(Character::isDigit)
                ? Duration.ofSeconds(Long.parseLong(after))
                : Duration.between(clock.instant(), RFC_1123_DATE_TIME.parse(after, Instant::from));
        return !asked.isNegative() && asked.compareTo(LONGEST_ASKED) < 0 ? asked : Duration.ZERO;
    }

    /** A client of its own, since the JDK's closes the connection of a request that has timed out. */
    private GatewayAnswer attempt(String path, String body, int resends) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        gateways.get(resends % gateways.size()).resolve(path))
                .timeout(timeout)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("X-Stainless-Retry-Count", String.valueOf(resends))
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return GatewayAnswer.of(response);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while a batch was sent", e);
        }
    }
}
