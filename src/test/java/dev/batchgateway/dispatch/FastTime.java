package dev.batchgateway.dispatch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Real threads and a real clock that runs so many times as fast: what takes a minute is over in a second. */
final class FastTime implements LongSupplier, Timer, AutoCloseable {
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(3);
    private final long started = System.nanoTime();
    private final int times;

    FastTime(int times) {
        this.times = times;
    }

    @Override
    public long getAsLong() {
        return (System.nanoTime() - started) * times;
    }

    @Override
    public Scheduled after(long nanos, Runnable task) {
        ScheduledFuture<?> planned = timers.schedule(task, Math.max(0, nanos / times), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
