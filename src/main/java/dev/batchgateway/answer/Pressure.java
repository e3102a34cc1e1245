package dev.batchgateway.answer;

import dev.batchgateway.spool.SpoolFile;

/**
 * Tells a batch when its answer has no room for more, and when the disk cannot follow. Confined to the answer's event
 * loop.
 */
final class Pressure {
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
        long mostUnwritten = file.mostUnwritten();
        if (!isBusy && file.unwritten() > mostUnwritten) {
            isBusy = true;
            onBusy.run();
            file.whenWritten(mostUnwritten / 2, () -> {
                isBusy = false;
                onFree.run();
            });
        }
    }
}
