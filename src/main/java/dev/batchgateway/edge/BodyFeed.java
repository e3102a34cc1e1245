package dev.batchgateway.edge;

import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.json.Slice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Inputs of a body that was read as a whole, for an answer in lines. */
final class BodyFeed implements Feed {
    private final Inputs inputs;
    private final Inflow inflow;
    private final InputWindow window;
    private @Nullable BatchRun run;
    private int next;
    private boolean isFeeding;

    BodyFeed(Inputs inputs, Inflow inflow, InputWindow window) {
        this.inputs = inputs;
        this.inflow = inflow;
        this.window = window;
    }

    @Override
    public void start(BatchRun newRun, Runnable moved) {
        run = newRun;
        feed();
        inflow.tell();
    }

    @Override
    public void ended(int length) {
        window.left(length);
        if (next < inputs.size() && !isFeeding && window.hasRoom()) {
            window.opened(Objects.requireNonNull(run));
            feed();
        }
    }

    /** What is there need not be told of: inputs end because the batch moves on, and it then looks for more. */
    private void feed() {
        isFeeding = true;
        while (next < inputs.size() && !window.isFull()) {
            Slice input = inputs.get(next++);
            window.entered(input.length());
            inflow.offer(input);
        }
        if (next < inputs.size()) {
            window.closed();
            inflow.holdBack(true);
        } else if (!inflow.isEnded()) {
            inflow.end();
        }
        isFeeding = false;
    }

    @Override
    public void noMoreCalls() {
        window.noMoreCalls();
    }

    /** All of them are known: those that were not sent come as before, as fast as they end as unsent. */
    @Override
    public void stop() {
        // Nothing is cut off.
    }

    /** Nobody waits for it to take more. */
    @Override
    public boolean isHeldBack() {
        return false;
    }

    /** Who has sent a whole body takes its answer now. */
    @Override
    public boolean isThrough() {
        return true;
    }

    @Override
    public boolean wasCut() {
        return false;
    }
}
