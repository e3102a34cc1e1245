package dev.batchgateway.json;

import java.util.List;

/**
 * Takes the elements that a scanner finds, and nothing else.
 *
 * @param elements where they go, in order
 */
record CollectedElements(List<Slice> elements) implements EnvelopeScanner.Sink {
    @Override
    public void arrayStarts(String name, long byteOffset) {}

    @Override
    public void element(String name, int index, Slice value, long byteOffset) {
        elements.add(value);
    }

    @Override
    public void member(String name, Slice whole, Slice value, long byteOffset) {}
}
