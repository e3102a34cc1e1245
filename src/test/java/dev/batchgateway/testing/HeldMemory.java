package dev.batchgateway.testing;

/** How much of the heap is held by somebody; other threads' doing is in it, too. */
public final class HeldMemory {
    private static final int TIMES = 5;

    private HeldMemory() {}

    /** In bytes, when what nobody holds is gone. */
    public static long bytes() {
        long least = Long.MAX_VALUE;
        for (int times = 0; times < TIMES; times++) {
            System.gc();
            Runtime now = Runtime.getRuntime();
            least = Math.min(least, now.totalMemory() - now.freeMemory());
        }
        return least;
    }
}
