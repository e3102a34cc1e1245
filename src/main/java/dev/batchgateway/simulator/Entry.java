package dev.batchgateway.simulator;

import java.util.Optional;

/**
 * How a call came in.
 *
 * @param admission whether it was let in; empty if its token is unknown, as then there is no budget to count it in
 * @param fault the scripted fault that meets it; only calls let in meet one
 */
record Entry(Optional<Admission> admission, Optional<Fault> fault) {

    boolean isCutBeforeReading() {
        return fault.isPresent()
                && fault.get() instanceof Fault.Cut cut
                && cut.moment() == Fault.Cut.Moment.BEFORE_READING;
    }
}
