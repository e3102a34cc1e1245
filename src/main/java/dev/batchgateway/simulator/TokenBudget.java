package dev.batchgateway.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What one token may still call: a window each for objects, associations and searches, and the day's quota. */
final class TokenBudget {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SimulatorSettings settings;
    private final RollingWindow objects = new RollingWindow();
    private final RollingWindow associations = new RollingWindow();
    private final RollingWindow searches = new RollingWindow();
    private Instant day = Instant.MIN;
    private int usedToday;

    TokenBudget(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** Counts a call against the day and, if nothing refuses it, against its window. */
    Admission admit(HubSpotOperation.Budget budget, Instant now) {
        countTheDay(now);
        if (usedToday > settings.get(Limits.DAILY_QUOTA)) {
            return admission(budget, Optional.of(ThrottlePolicy.DAILY), now);
        }
        long nowNanos = nanos(now);
        boolean letIn =
                switch (budget) {
                    case OBJECTS -> objects.tryTake(nowNanos, settings.get(Limits.PERMITS), windowNanos());
                    case ASSOCIATIONS ->
                        associations.tryTake(nowNanos, settings.get(Limits.ASSOCIATION_PERMITS), windowNanos());
                    case SEARCH -> searches.tryTake(nowNanos, settings.get(Limits.SEARCH_PERMITS), NANOS_PER_SECOND);
                };
        ThrottlePolicy policy =
                budget == HubSpotOperation.Budget.SEARCH ? ThrottlePolicy.SECONDLY : ThrottlePolicy.TEN_SECONDLY;
        return admission(budget, letIn ? Optional.empty() : Optional.of(policy), now);
    }

    /** Counts a call that a script refuses: against the day only. */
    Admission refuse(HubSpotOperation.Budget budget, ThrottlePolicy policy, Instant now) {
        countTheDay(now);
        return admission(budget, Optional.of(policy), now);
    }

    private void countTheDay(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        if (!today.equals(day)) {
            day = today;
            usedToday = 0;
        }
        usedToday++;
    }

    private Admission admission(HubSpotOperation.Budget budget, Optional<ThrottlePolicy> refused, Instant now) {
        return new Admission(refused, window(budget, refused, now), daily(refused));
    }

    private Optional<Admission.Window> window(
            HubSpotOperation.Budget budget, Optional<ThrottlePolicy> refused, Instant now) {
        AssociationHeaders choice = settings.get(Behaviour.ASSOCIATION_HEADERS);
        boolean ofAssociations = budget == HubSpotOperation.Budget.ASSOCIATIONS;
        if (budget == HubSpotOperation.Budget.SEARCH
                || (ofAssociations && choice == AssociationHeaders.NONE)
                || refused.filter(ThrottlePolicy.SECONDLY::equals).isPresent()) {
            return Optional.empty();
        }
        boolean own = ofAssociations && choice == AssociationHeaders.OWN;
        RollingWindow window = own ? associations : objects;
        int max = settings.get(own ? Limits.ASSOCIATION_PERMITS : Limits.PERMITS);
        boolean full = refused.filter(ThrottlePolicy.TEN_SECONDLY::equals).isPresent() && (own || !ofAssociations);
        int remaining = full ? 0 : Math.max(0, max - window.used(nanos(now), windowNanos()));
        int secondly = max / 10;
        return Optional.of(new Admission.Window(
                max,
                remaining,
                settings.get(Limits.WINDOW_MILLIS),
                secondly,
                Math.max(0, secondly - window.usedInLastSecond(nanos(now)))));
    }

    private Optional<Admission.Daily> daily(Optional<ThrottlePolicy> refused) {
        if (!settings.get(Behaviour.DAILY_HEADERS)) {
            return Optional.empty();
        }
        int max = settings.get(Limits.DAILY_QUOTA);
        boolean full = refused.filter(ThrottlePolicy.DAILY::equals).isPresent();
        return Optional.of(new Admission.Daily(max, full ? 0 : Math.max(0, max - usedToday)));
    }

    private long windowNanos() {
        return settings.get(Limits.WINDOW_MILLIS) * NANOS_PER_MILLI;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }
}
