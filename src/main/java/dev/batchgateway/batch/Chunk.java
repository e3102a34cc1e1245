package dev.batchgateway.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of one HubSpot call, at least one, all with the same {@code idProperty} and no two with the same key.
 *
 * @param inputs in the caller's order
 */
public record Chunk(List<Input> inputs) {
    /** Refuses to be empty. */
    public Chunk {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("A chunk has at least one input");
        }
        inputs = List.copyOf(inputs);
    }

    /** Number of inputs. */
    public int size() {
        return inputs.size();
    }

    /** Bytes of its inputs, as the caller sent them. */
    public long bytes() {
        long bytes = 0;
        for (Input input : inputs) {
            bytes += input.bytes().length();
        }
        return bytes;
    }

    /** Two chunks of half the inputs each; only for a chunk of two or more. */
    public List<Chunk> halves() {
        int middle = size() / 2;
        return List.of(new Chunk(inputs.subList(0, middle)), new Chunk(inputs.subList(middle, size())));
    }

    /** Chunks of at most {@code most} inputs each. */
    public List<Chunk> ofAtMost(int most) {
        List<Chunk> parts = new ArrayList<>();
        for (int from = 0; from < size(); from += most) {
            parts.add(new Chunk(inputs.subList(from, Math.min(size(), from + most))));
        }
        return parts;
    }
}
