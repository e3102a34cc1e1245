package dev.batchgateway.dispatch;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * One lane's budget in a store that several gateways share. A permit in the store is a lease: it is renewed by every
 * exchange while it is held, comes back one window after its call was counted, and comes back by itself when the
 * gateway that holds it is heard of no more.
 */
@FunctionalInterface
public interface SharedBudget {
    /**
     * One round trip: tells the store what has happened since the last one and reserves permits. At most one is under
     * way at a time. Never fails, and ends within the store's time-out: a store that is lost or slow is an answer,
     * too ({@link Reserved#LOST}); then it is not known whether the store has taken the report.
     */
    @CheckReturnValue
    Uni<Reserved> exchange(Report report);
}
