package dev.batchgateway.answer;

import dev.batchgateway.spool.SpoolFile;

/**
 * Tells a batch when its answer has no room for more, and when the disk cannot follow. Confined to the answer's event
 * loop.
 */
final class Pressure {
    /** So many bytes may wait for the disk before nothing more is sent. */
    private static final long MOST_UNWRITTEN = 512 * 1024;

    private final SpoolFile file;
    private Runnable onFull = () -> {};
    private Runnable onBusy = () -> {};
    private Runnable onFree = () -> {};
    private boolean isBusy;

    /** @param file that must follow */
    Pressure(SpoolFile file) {
        this.file = file;
    }

    /** From now on these are told; {@code full} once. */
    void on(Runnable full, Runnable busy, Runnable free) {
        onFull = full;
        onBusy = busy;
        onFree = free;
    }

    /** From now on nobody is. */
    void off() {
        on(() -> {}, () -> {}, () -> {});
    }

    /** There is no room. */
    void full() {
        Runnable told = onFull;
        onFull = () -> {};
        told.run();
    }

    /** Something was put in; there is room. */
    void look() {
        if (!isBusy && file.unwritten() > MOST_UNWRITTEN) {
            isBusy = true;
            onBusy.run();
            file.whenWritten(MOST_UNWRITTEN / 2, () -> {
                isBusy = false;
                onFree.run();
            });
        }
    }
}
