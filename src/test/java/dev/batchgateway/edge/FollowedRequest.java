package dev.batchgateway.edge;

import dev.batchgateway.dispatch.AttemptSpan;
import dev.batchgateway.tracing.RequestSpan;
import java.util.ArrayList;
import java.util.List;

/** Remembers how a request ended. */
final class FollowedRequest implements RequestSpan {
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String SPAN = "b7ad6b7169203331";

    private final List<String> told = new ArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public AttemptSpan attempt(int inputs, int number) {
        return AttemptSpan.NONE;
    }

    @Override
    public void ended(Batch batch, int status) {
        told.add(status + " " + batch.form());
    }

    @Override
    public void refused(int status, String category) {
        told.add(status + " " + category);
    }

    @Override
    public String traceId() {
        return TRACE;
    }

    @Override
    public String spanId() {
        return SPAN;
    }
}
