package dev.batchgateway.hubspot;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Call;
import dev.batchgateway.dispatch.CallSender;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.dispatch.Tellable;
import dev.batchgateway.dispatch.Timer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes attempts: a call out through the REST client, and a reply from whatever happens. */
public final class HubSpotClient implements CallSender {
    private static final Logger LOG = Logger.getLogger(HubSpotClient.class);
    private static final byte[] NOTHING = {};

    private final Supplier<HubSpotApi> api;
    private final HubSpotConfig config;
    private final ExchangeGuard guard;
    private final LongSupplier clock;

    /**
     * @param api the REST client of the event loop it is asked on
     * @param config where HubSpot is
     * @param clock a monotonic clock, in nanoseconds
     * @param timer for calls that never end
     */
    public HubSpotClient(Supplier<HubSpotApi> api, HubSpotConfig config, LongSupplier clock, Timer timer) {
        this.api = api;
        this.config = config;
        this.guard = ExchangeGuard.of(config, timer);
        this.clock = clock;
    }

    @Override
    public Uni<Exchange> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            long sent = clock.getAsLong();
            return guard.around(() -> post(call))
                    .onItemOrFailure()
                    .transform((response, failure) ->
                            failure == null ? answered(call, response, sent) : failed(call, failure, sent));
        });
    }

    /** Where a body is a stream, the REST client would wait for an answer to a call whose headers it could not write. */
    private Uni<Response> post(Call call) {
        if (!isHeaderValue(call.authorization())
                || (call.traceparent() != null && !isHeaderValue(call.traceparent()))) {
            return Uni.createFrom()
                    .failure(new IllegalArgumentException("A header holds what HTTP does not allow there"));
        }
        return api.get()
                .post(
                        config.resolve(call.target().uri()),
                        call.authorization(),
                        call.traceparent(),
                        Integer.toString(call.body().length),
                        Multi.createFrom().item(buffer(call.body())));
    }

    private static boolean isHeaderValue(String text) {
        return HttpHeaderValidationUtil.validateValidHeaderValue(text) < 0;
    }

    /** Around the bytes, which are not copied. */
    private static Buffer buffer(byte[] body) {
        return Buffer.newInstance(BufferImpl.buffer(Unpooled.wrappedBuffer(body)));
    }

    private Exchange answered(Call call, Response response, long sent) {
        try {
            return new Exchange(reply(call, response), rate(response), sent, clock.getAsLong());
        } catch (RuntimeException e) {
            return failed(call, e, sent);
        }
    }

    private Exchange failed(Call call, Throwable failure, long sent) {
        Reply reply = Failure.reply(failure);
        LOG.debugf(Tellable.of(failure), "%s ended in %s", call, reply);
        return new Exchange(reply, RateSignal.SILENT, sent, clock.getAsLong());
    }

    private static Reply reply(Call call, Response response) {
        byte[] body = body(response);
        int status = response.getStatus();
        boolean saysNothing = body.length == 0 && status >= 200 && status <= 299;
        return saysNothing && !call.target().operation().hasResults()
                ? new Reply.Answered(Answer.empty(status))
                : ReplyReader.read(status, body, header(response, "Retry-After"));
    }

    /** A stream over a buffer that is all there, so that reading it waits for nothing. */
    private static byte[] body(Response response) {
        if (!(response.getEntity() instanceof InputStream stream)) {
            return NOTHING;
        }
        try (stream) {
            return ReplyBytes.of(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RateSignal rate(Response response) {
        return RateHeaders.read(name -> header(response, name));
    }

    /** The first of that name, as it came: {@code getHeaderString} would make a map of all of them for it. */
    private static @Nullable String header(Response response, String name) {
        return (String) response.getHeaders().getFirst(name);
    }
}
