package dev.batchgateway.simulator;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The unique values that the inputs of one call claim, beside those that records already have. */
final class UniqueValues {
    private final ObjectType type;
    private final RecordStore records;
    private final Set<String> claimed = new HashSet<>();

    UniqueValues(ObjectType type, RecordStore records) {
        this.type = type;
        this.records = records;
    }

    /**
     * Claims the unique values among {@code properties}, unless another record than {@code ownId} or an earlier input
     * has one of them. HubSpot's word on equal e-mails inside one create is not known; the second one conflicts here.
     */
    Optional<Problem> claim(Map<String, String> properties, String ownId) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (type.isUnique(property.getKey()) && !property.getValue().isEmpty()) {
                Optional<String> existing = records.findBy(type, property.getKey(), property.getValue())
                        .map(CrmRecord::id)
                        .filter(id -> !id.equals(ownId));
                String key = RecordStore.uniqueKey(type, property.getKey(), property.getValue());
                if (existing.isPresent() || !claimed.add(key)) {
                    return Optional.of(new Problem.Conflict(type, existing));
                }
            }
        }
        return Optional.empty();
    }
}
