package dev.batchgateway.simulator;

import java.util.List;
import java.util.Optional;

/**
 * A call that was let in, with its body read.
 *
 * @param number its number since the last reset, from 1
 * @param archived whether its query asks for archived records
 * @param refusal what a script makes of single inputs
 */
record Call(
        int number, Route route, BatchBody body, boolean archived, Span span, Optional<Fault.RefuseInputs> refusal) {

    HubSpotOperation operation() {
        return route.operation();
    }

    List<InputBody> inputs() {
        return body.inputs().orElse(List.of());
    }
}
