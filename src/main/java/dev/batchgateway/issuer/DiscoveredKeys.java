package dev.batchgateway.issuer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Asks an issuer for its keys: what it says of itself (OpenID Connect Discovery 1.0, section 4) says where they are. A
 * bounded time and at most 256 KiB for each of the two answers; redirections are not followed.
 */
final class DiscoveredKeys implements KeySource {
    private static final int MOST_BYTES = 256 * 1024;
    private static final String ABOUT = "/.well-known/openid-configuration";

    private final URI about;
    private final Vertx vertx;
    private final HttpClient client;
    private final Function<URI, Optional<ProxyOptions>> proxies;
    private final Duration timeOut;

    /**
     * @param issuer its address, to which the place of what it says of itself is added
     * @param proxies what to go through to an address: the keys may be at another one than the issuer
     * @param timeOut longest time for each of the two answers
     */
    DiscoveredKeys(
            URI issuer,
            Vertx vertx,
            HttpClient client,
            Function<URI, Optional<ProxyOptions>> proxies,
            Duration timeOut) {
        this.about = URI.create(issuer.toString().replaceFirst("/$", "") + ABOUT);
        this.vertx = vertx;
        this.client = client;
        this.proxies = proxies;
        this.timeOut = timeOut;
    }

    @Override
    public CompletionStage<KeySet> fetch() {
        return Future.succeededFuture(about)
                .compose(this::get)
                .compose(this::keys)
                .toCompletionStage();
    }

    /** Tokens name the issuer as it names itself, which is not everywhere the address it is reached at. */
    private Future<KeySet> keys(Buffer said) {
        Map<String, Object> members;
        try {
            members = JsonUtil.parseJson(said.toString());
        } catch (JoseException e) {
            return Future.failedFuture(about + " is no JSON object");
        }
        if (!(members.get("issuer") instanceof String issuer)
                || !(members.get("jwks_uri") instanceof String place)
                || !isAsSafe(place)) {
            return Future.failedFuture(about + " has no issuer, or no jwks_uri, or one less safe than itself");
        }
        return get(URI.create(place)).map(json -> KeySet.of(issuer, json.toString()));
    }

    private boolean isAsSafe(String place) {
        return place.startsWith("https://") || ("http".equals(about.getScheme()) && place.startsWith("http://"));
    }

    private Future<Buffer> get(URI address) {
        Promise<Buffer> whole = Promise.promise();
        RequestOptions options =
                new RequestOptions().setAbsoluteURI(address.toString()).putHeader("Accept", "application/json");
        proxies.apply(address).ifPresent(options::setProxyOptions);
        Future<HttpClientRequest> request = client.request(options);
        long timer = vertx.setTimer(timeOut.toMillis(), id -> {
            whole.tryFail(address + " did not answer within " + timeOut.toMillis() + " ms");
            request.onSuccess(HttpClientRequest::reset);
        });
        // The answer is taken in the step it comes in: a step later, on another event loop, it may be over.
        request.compose(out -> out.send().compose(answer -> body(address, answer)))
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        whole.tryComplete(done.result());
                    } else {
                        whole.tryFail(done.cause());
                    }
                });
        return whole.future();
    }

    private static Future<Buffer> body(URI address, HttpClientResponse answer) {
        if (answer.statusCode() != 200) {
            // That its connection is closed is worth no line of the log.
            answer.exceptionHandler(e -> {}).request().reset();
            return Future.failedFuture(address + " answers with " + answer.statusCode());
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        answer.exceptionHandler(whole::tryFail);
        answer.endHandler(v -> whole.tryComplete(bytes));
        answer.handler(piece -> {
            if (bytes.length() + piece.length() <= MOST_BYTES) {
                bytes.appendBuffer(piece);
            } else if (whole.tryFail(address + " answers with more than " + MOST_BYTES + " bytes")) {
                answer.request().reset();
            }
        });
        return whole.future();
    }
}
