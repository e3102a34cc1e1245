package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;

/** Writes the inputs of one call. Made anew for every call, as it may remember what earlier inputs claimed. */
interface InputWrite {
    /** Whether an input can be written, as things stand; writes nothing. */
    Verdict check(InputBody input);

    /** Writes an input found good and returns its result. */
    JsonObject apply(InputBody input);
}
