package dev.batchgateway.issuer;

import dev.batchgateway.access.Denial;

/** What a token says of who sends it. */
public sealed interface Verdict {
    /**
     * It is the issuer's and valid.
     *
     * @param subject whom it was given to
     */
    record Known(String subject) implements Verdict {}

    /** It is not let in. */
    record Denied(Denial why) implements Verdict {}
}
