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
    public final boolean isHeldBack() {
        return false;
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
    final void putAside(Input input) {
        // Its bytes are there; what was read out of them would be as much again.
    }

    @Override
    final Input again(int position, InputReader reader) {
        return reader.read(position, inputs.get(position));
    }

    @Override
    final Askers askers(InputReader reader) {
        return new FirstAskers(inputs, reader);
    }
}
