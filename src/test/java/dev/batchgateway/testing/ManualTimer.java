package dev.batchgateway.testing;

import dev.batchgateway.dispatch.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer whose tasks run when the clock is moved past their time, in the order of their times. */
public final class ManualTimer implements Timer {
    private record Task(long at, long number, Runnable runnable) {}

    private final ManualClock clock;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long numbers;

    /** A timer on {@code clock}, which it moves. */
    public ManualTimer(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Scheduled after(long nanos, Runnable runnable) {
        Task task = new Task(clock.getAsLong() + Math.max(0, nanos), numbers++, runnable);
        tasks.add(task);
        return () -> remove(task);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private synchronized Task poll() {
        return tasks.remove();
    }

    /** Moves the clock to the next task's time and runs it; false when there is none. */
    public boolean runNext() {
        if (isEmpty()) {
            return false;
        }
        Task task = poll();
        clock.moveTo(Math.max(clock.getAsLong(), task.at()));
        task.runnable().run();
        return true;
    }

    /** Whether nothing is planned. */
    public synchronized boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Number of tasks planned. */
    public synchronized int size() {
        return tasks.size();
    }

    /** How long it is until the next task; an hour when there is none. */
    public synchronized Duration untilNext() {
        Task next = tasks.peek();
        return next == null ? Duration.ofHours(1) : Duration.ofNanos(next.at() - clock.getAsLong());
    }
}
