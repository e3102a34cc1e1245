package dev.batchgateway.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the memory that some code takes, whether it gives it back or not. */
public final class Allocated {
    private static final int TIMES = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    /** Code that is watched; it does the same each time. */
    @FunctionalInterface
    public interface Step<T> {
        /** Runs it. */
        T run();
    }

    /** What {@code step} answers, when it takes at most {@code most} bytes; with the loading of classes it may take more. */
    public static <T> T atMost(long most, Step<T> step) {
        long taken = Long.MAX_VALUE;
        for (int times = 0; times < TIMES; times++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            T answer = step.run();
            taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (taken <= most) {
                return answer;
            }
        }
        return fail(taken + " bytes were taken, and not at most " + most);
    }
}
