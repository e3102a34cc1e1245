package dev.batchgateway.issuer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's keys as we know them, and when they are asked for again: one question at a time, for which all wait who
 * need the answer; once a minute at most, so that invented keys' names do not trouble the issuer; after a failure, every
 * five seconds at most. Keys that are there stay when the issuer is out of reach, for however long. Thread-safe.
 */
final class IssuerKeys {
    /** The shortest time between two questions that were answered. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** The same after one that was not; callers are told to come again then. */
    static final Duration PAUSE_WHEN_LOST = Duration.ofSeconds(5);

    /** Older ones are asked for again while they serve on: a key that the issuer took back ends so. */
    static final Duration OLD = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private final KeySource source;
    private final LongSupplier clock;

    private @Nullable KeySet keys;
    private long fetched;
    private @Nullable CompletableFuture<Optional<KeySet>> pending;
    private boolean wasAsked;
    private boolean isLost;
    private long asked;

    /**
     * @param source asked for them
     * @param clock a monotonic clock, in nanoseconds
     */
    IssuerKeys(KeySource source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Those that are known; null before any were. When they are old, others are asked for meanwhile. */
    @Nullable
    KeySet current() {
        CompletableFuture<Optional<KeySet>> question;
        @Nullable KeySet known;
        synchronized (this) {
            known = keys;
            if (known == null || clock.getAsLong() - fetched < OLD.toNanos() || pending != null || !mayAsk()) {
                return known;
            }
            question = begun();
        }
        ask(question);
        return known;
    }

    /**
     * Others than {@code than}, if there are by now; the same, if the issuer was asked lately, and has no others; empty
     * when it cannot be reached.
     *
     * @param than what was known and did not help; null for nothing
     */
    CompletionStage<Optional<KeySet>> newer(@Nullable KeySet than) {
        CompletableFuture<Optional<KeySet>> question;
        synchronized (this) {
            if (keys != than) {
                return CompletableFuture.completedFuture(Optional.ofNullable(keys));
            }
            if (pending != null) {
                return pending.minimalCompletionStage();
            }
            if (!mayAsk()) {
                return CompletableFuture.completedFuture(isLost ? Optional.empty() : Optional.ofNullable(keys));
            }
            question = begun();
        }
        ask(question);
        return question.minimalCompletionStage();
    }

    private boolean mayAsk() {
        return !wasAsked || clock.getAsLong() - asked >= (isLost ? PAUSE_WHEN_LOST : PAUSE).toNanos();
    }

    private CompletableFuture<Optional<KeySet>> begun() {
        CompletableFuture<Optional<KeySet>> question = new CompletableFuture<>();
        pending = question;
        return question;
    }

    /** Not under the lock: the answer may come on this thread. */
    private void ask(CompletableFuture<Optional<KeySet>> question) {
        source.fetch().whenComplete((found, failure) -> question.complete(answered(found, failure)));
    }

    private Optional<KeySet> answered(@Nullable KeySet found, @Nullable Throwable failure) {
        synchronized (this) {
            pending = null;
            wasAsked = true;
            asked = clock.getAsLong();
            isLost = found == null;
            if (found != null) {
                keys = found;
                fetched = asked;
            }
        }
        if (found == null) {
            // One line for each question, of which there are few, and none for those who wait for it.
            LOG.warnf("No token of the OpenID Connect issuer can be checked that needs its keys anew: %s", failure);
        }
        return Optional.ofNullable(found);
    }
}
