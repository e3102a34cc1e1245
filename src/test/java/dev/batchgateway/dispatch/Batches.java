package dev.batchgateway.dispatch;

import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.FakeInputs.Kind;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Inputs for tests, whose names are their positions. */
final class Batches {
    private Batches() {}

    static List<String> creates(int inputs) {
        return creates(inputs, i -> Kind.GOOD);
    }

    static List<String> creates(int inputs, IntFunction<Kind> kinds) {
        return IntStream.range(0, inputs)
                .mapToObj(i -> FakeInputs.create("n" + i, i, kinds.apply(i)))
                .toList();
    }

    static List<String> keyed(int inputs) {
        return keyed(inputs, "sku", i -> Kind.GOOD);
    }

    static List<String> keyed(int inputs, @Nullable String idProperty, IntFunction<Kind> kinds) {
        return IntStream.range(0, inputs)
                .mapToObj(i -> FakeInputs.keyed("k" + i, idProperty, i, kinds.apply(i)))
                .toList();
    }
}
