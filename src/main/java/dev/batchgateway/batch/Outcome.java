package dev.batchgateway.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one input ended. Every input ends in exactly one of these four (DESIGN section 2). */
public sealed interface Outcome {
    /**
     * HubSpot confirmed it. There is no need to send it again.
     *
     * @param results what HubSpot returned for it: none for an archive, one for an object, both directions for an
     *     association
     * @param notes errors that are an answer and not a failure ("no associations found")
     * @param paired false when it is certain that it succeeded, but not that these are its own results (DESIGN
     *     section 4, step e)
     */
    record Succeeded(List<Result> results, List<HubSpotError> notes, boolean paired) implements Outcome {}

    /**
     * HubSpot said no to this input, and nothing of it was written. Sending it again unchanged is of no use.
     *
     * @param errors what HubSpot said, at least one
     */
    record Rejected(List<HubSpotError> errors) implements Outcome {}

    /**
     * An attempt may have reached HubSpot, and no trustworthy answer says what became of it. Safe to send again only
     * if a second write does no harm.
     *
     * @param said what HubSpot said in the end, null when it said nothing
     */
    record Unconfirmed(Reason reason, @Nullable HubSpotError said) implements Outcome {}

    /**
     * Nothing of it was ever worked on. Safe to send again.
     *
     * @param said what HubSpot said to a call that held it, null when it was on none
     */
    record Unsent(Reason reason, @Nullable HubSpotError said) implements Outcome {}
}
