package dev.batchgateway.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread does: the one place of the tests that sleeps, and never without a bound. */
public final class Polling {
    private static final long PAUSE_MILLIS = 10;

    private Polling() {}

    /** Looks until {@code condition} holds or the time is over; answers whether it holds. */
    public static boolean until(Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pause(Duration.ofMillis(PAUSE_MILLIS));
        }
        return true;
    }

    /** Lets time pass. */
    public static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
