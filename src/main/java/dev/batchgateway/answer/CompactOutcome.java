package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes that may be kept: their errors are no slices of HubSpot's answer any more, which would be kept with them. */
final class CompactOutcome {
    private CompactOutcome() {}

    /** The same outcome, without results. */
    static Outcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            return new Outcome.Succeeded(List.of(), errors(success.notes()), success.paired());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Outcome.Rejected(errors(rejected.errors()));
        }
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return new Outcome.Unconfirmed(unconfirmed.reason(), said(unconfirmed.said()));
        }
        Outcome.Unsent notSent = (Outcome.Unsent) outcome;
        return new Outcome.Unsent(notSent.reason(), said(notSent.said()));
    }

    static HubSpotError error(HubSpotError error) {
        return HubSpotError.of(error.bytes().compact());
    }

    private static List<HubSpotError> errors(List<HubSpotError> errors) {
        return errors.stream().map(CompactOutcome::error).toList();
    }

    private static @Nullable HubSpotError said(@Nullable HubSpotError error) {
        return error == null ? null : error(error);
    }
}
