package dev.batchgateway.simulator;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is refused about the ids of a call as a whole, trace ids or not (API-FACTS 3.3, 3.4). */
final class IdRules {
    private static final String VALIDATION_ERROR = "VALIDATION_ERROR";

    private final ErrorBody errors;

    IdRules(ErrorBody errors) {
        this.errors = errors;
    }

    /** EXAMPLES 19. */
    Optional<Answer> nonUnique(ObjectType type, String idProperty) {
        if (type.isUnique(idProperty)) {
            return Optional.empty();
        }
        String message = "Unable to perform update/upsert by non-unique " + type.typeId() + " property " + idProperty;
        return Optional.of(Answer.of(400, errors.ofCall(message, VALIDATION_ERROR)));
    }

    /** EXAMPLES 14: ids given twice. E-mails are compared as HubSpot stores them, which is inferred. */
    Optional<Answer> duplicates(List<InputBody> inputs) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (InputBody input : inputs) {
            String property = input.text("idProperty");
            String id = RecordStore.normalised(property, input.text("id"));
            if (!seen.add(property + '\n' + id)) {
                twice.add(id);
            }
        }
        return refusal(twice);
    }

    /** Inputs that mean one record by different keys are refused too; the text is a guess (API-FACTS 3.4). */
    Optional<Answer> sameRecord(Collection<CrmRecord> found) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        found.stream().map(CrmRecord::id).filter(id -> !seen.add(id)).forEach(twice::add);
        return refusal(twice);
    }

    private Optional<Answer> refusal(Set<String> twice) {
        if (twice.isEmpty()) {
            return Optional.empty();
        }
        String message = "Duplicate IDs found in batch input: " + twice + ". IDs must be unique";
        return Optional.of(Answer.of(400, errors.ofCall(message, VALIDATION_ERROR, ErrorBody.context("ids", twice))));
    }
}
