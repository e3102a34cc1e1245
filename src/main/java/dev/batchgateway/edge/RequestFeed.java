package dev.batchgateway.edge;

import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.NoInput;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.json.Slice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Inputs from the lines of a request's body, while they arrive. A caller is read no faster than inputs end. */
final class RequestFeed implements Feed {
    private final HttpServerRequest request;
    private final Inflow inflow;
    private final InputWindow window;
    private final LineReader reader;
    private final Executor loop;
    private Runnable moved = () -> {};
    private @Nullable BatchRun run;
    private boolean hasBrought;
    private boolean isDropping;
    private boolean isPaused;
    private boolean isOver;
    private boolean isStopped;

    /** @param loop runs tasks on the event loop */
    RequestFeed(HttpServerRequest request, Inflow inflow, InputWindow window, int maxLine, Executor loop) {
        this.request = request;
        this.loop = loop;
        this.inflow = inflow;
        this.window = window;
        this.reader = new LineReader(maxLine, new Lines());
    }

    private final class Lines implements LineReader.Sink {
        @Override
        public void input(Slice line) {
            hasBrought = true;
            window.entered(line.length());
            inflow.offer(line);
        }

        @Override
        public void refused(NoInput why) {
            hasBrought = true;
            // It is counted like the empty object that stands for it.
            window.entered(2);
            if (isDropping) {
                // Nothing is wrong with it, so it is not rejected: it may be sent again.
                isDropping = false;
                inflow.drop();
            } else {
                inflow.refuse(why);
            }
        }
    }

    @Override
    public void start(BatchRun newRun, Runnable whenMoved) {
        run = newRun;
        moved = whenMoved;
        request.handler(this::arrived);
        request.endHandler(v -> over());
        request.exceptionHandler(e -> stop());
        request.resume();
    }

    private void arrived(Buffer buffer) {
        if (isOver) {
            moved.run();
            return;
        }
        hasBrought = false;
        reader.arrived(buffer.getBytes());
        if (!window.begun(reader.held())) {
            reader.dropBegun();
            isDropping = true;
        }
        inflow.tell();
        if (hasBrought) {
            // A stream does not move whose bytes drip and never make a line, or whose lines are blank.
            moved.run();
        }
        if (window.isFull() && !isPaused) {
            isPaused = true;
            window.closed();
            inflow.holdBack(true);
            request.pause();
        }
    }

    private void over() {
        if (!isOver) {
            isOver = true;
            reader.ended();
            // Nothing is left of a line whose end did not come, be it blank.
            window.begun(0);
            inflow.end();
            inflow.tell();
            moved.run();
        }
    }

    @Override
    public void ended(int length) {
        window.left(length);
        readOn();
    }

    private void readOn() {
        if (isPaused && window.hasRoom()) {
            isPaused = false;
            window.opened(Objects.requireNonNull(run));
            inflow.holdBack(false);
            // Not at once: what has arrived meanwhile would come in the middle of what is being done.
            loop.execute(request::resume);
        }
    }

    @Override
    public void noMoreCalls() {
        window.noMoreCalls();
        readOn();
    }

    @Override
    public void stop() {
        if (!isOver) {
            isOver = true;
            isStopped = true;
            // Of the line that was coming nothing is needed any more.
            reader.dropBegun();
            window.begun(0);
            inflow.end();
            inflow.tell();
            // Who reads nothing before everything is sent must be let send it; what comes is thrown away.
            loop.execute(request::resume);
        }
    }

    @Override
    public boolean isHeldBack() {
        return isPaused && !isOver;
    }

    @Override
    public boolean isThrough() {
        return isOver;
    }

    @Override
    public boolean wasCut() {
        return isStopped;
    }
}
