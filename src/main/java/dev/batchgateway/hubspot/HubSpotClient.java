package dev.batchgateway.hubspot;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Call;
import dev.batchgateway.dispatch.CallSender;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import io.smallrye.mutiny.Uni;
import java.util.function.LongSupplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Makes attempts: a call out through the REST client, and a reply from whatever happens. */
public final class HubSpotClient implements CallSender {
    private static final byte[] NOTHING = {};

    private final HubSpotApi api;
    private final HubSpotConfig config;
    private final ExchangeGuard guard;
    private final LongSupplier clock;

    /**
     * @param api the REST client
     * @param config where HubSpot is
     * @param clock a monotonic clock, in nanoseconds
     */
    public HubSpotClient(HubSpotApi api, HubSpotConfig config, LongSupplier clock) {
        this.api = api;
        this.config = config;
        this.guard = new ExchangeGuard(config);
        this.clock = clock;
    }

    @Override
    public Uni<Exchange> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            long sent = clock.getAsLong();
            return guard.around(() -> api.post(config.resolve(call.target().uri()), call.authorization(), call.body()))
                    .map(response -> new Exchange(reply(response), rate(response), sent, clock.getAsLong()))
                    .onFailure()
                    .recoverWithItem(e -> new Exchange(Failure.reply(e), RateSignal.SILENT, sent, clock.getAsLong()));
        });
    }

    private static Reply reply(RestResponse<byte[]> response) {
        byte[] body = response.getEntity();
        return ReplyReader.read(
                response.getStatus(), body == null ? NOTHING : body, response.getHeaderString("Retry-After"));
    }

    private static RateSignal rate(RestResponse<byte[]> response) {
        return RateHeaders.read(response::getHeaderString);
    }
}
