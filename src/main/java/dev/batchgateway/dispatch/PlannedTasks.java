package dev.batchgateway.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What a batch does later. When it is over they are all taken back: whatever they hold on to would be kept for as long as
 * HubSpot has asked to wait. Confined to its batch's thread.
 */
final class PlannedTasks {
    private final Timer timer;
    private final Executor thread;
    private final Map<Long, Timer.Scheduled> planned = new HashMap<>();
    private long plannings;
    private boolean isOver;

    /** @param thread the batch's */
    PlannedTasks(Timer timer, Executor thread) {
        this.timer = timer;
        this.thread = thread;
    }

    /** Runs {@code task} on the batch's thread after that time, unless it is over by then. */
    void after(long delayNanos, Runnable task) {
        if (isOver) {
            return;
        }
        long number = plannings++;
        planned.put(number, timer.after(delayNanos, () -> thread.execute(() -> run(number, task))));
    }

    private void run(long number, Runnable task) {
        if (planned.remove(number) != null) {
            task.run();
        }
    }

    void end() {
        isOver = true;
        planned.values().forEach(Timer.Scheduled::cancel);
        planned.clear();
    }
}
