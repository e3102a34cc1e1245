package dev.batchgateway.batch;

/** A source all of whose inputs are there from the beginning. */
abstract sealed class WholeSource extends InputSource permits WholeBatch, RestOfBatch {
    private final Inputs inputs;

    WholeSource(Inputs inputs) {
        this.inputs = inputs;
    }

    final Inputs inputs() {
        return inputs;
    }

    @Override
    public final boolean isEnded() {
        return true;
    }

    @Override
    public final boolean isWhole() {
        return true;
    }

    @Override
    public final void onArrival(Runnable task) {
        // All of it is there.
    }

    @Override
    final Askers askers(InputReader reader) {
        return new FirstAskers(inputs, reader);
    }
}
