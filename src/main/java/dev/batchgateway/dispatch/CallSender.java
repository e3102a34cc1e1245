package dev.batchgateway.dispatch;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/** The port to HubSpot: makes one attempt. */
@FunctionalInterface
public interface CallSender {
    /**
     * Sends {@code call} once it is subscribed to. Never fails: whatever goes wrong is a
     * {@link dev.batchgateway.batch.Reply}. Not to be cancelled: a call that was sent must be heard out.
     */
    @CheckReturnValue
    Uni<Exchange> send(Call call);
}
