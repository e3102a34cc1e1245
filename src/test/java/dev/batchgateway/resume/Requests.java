package dev.batchgateway.resume;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import java.time.Instant;

/** Requests of which nothing but the names is looked at. */
final class Requests {
    private Requests() {}

    static Asked creates(String print) {
        return of(Operation.OBJECT_CREATE, print, "json/json");
    }

    static Asked upserts(String print) {
        return of(Operation.OBJECT_UPSERT, print, "json/json");
    }

    static Asked of(Operation operation, String print, String form) {
        return new Asked(
                operation,
                "Bearer somebody",
                print,
                form,
                Envelope.none(operation),
                new Inputs(),
                () -> {
                    throw new AssertionError("It is not served");
                },
                (inputs, store, thread) -> {
                    throw new AssertionError("It is not run");
                },
                Runnable::run,
                Runnable::run,
                Instant.EPOCH,
                0);
    }
}
