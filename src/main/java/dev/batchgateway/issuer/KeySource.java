package dev.batchgateway.issuer;

import java.util.concurrent.CompletionStage;

/** Where an issuer's keys are to be had. */
@FunctionalInterface
interface KeySource {
    /** Asks for them. Ends within a bounded time, on any thread; fails with a message for the log. Never throws. */
    CompletionStage<KeySet> fetch();
}
