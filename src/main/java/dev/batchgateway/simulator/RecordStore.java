package dev.batchgateway.simulator;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of the account, by id and by the values of their unique properties. */
final class RecordStore {
    /** Where ids start: as large as HubSpot's are (EXAMPLES 3), so that nobody takes them for an int. */
    private static final long FIRST_ID = 171_596_044_869L;

    /** When a record was created that exists only because {@link Behaviour#ANY_NUMERIC_ID_EXISTS}. */
    private static final String LONG_AGO = "2024-01-01T00:00:00.000Z";

    private final SimulatorSettings settings;
    private final Map<String, Map<String, CrmRecord>> byType = new HashMap<>();
    private final Map<String, CrmRecord> byUniqueValue = new HashMap<>();
    private long nextId = FIRST_ID;

    RecordStore(SimulatorSettings settings) {
        this.settings = settings;
    }

    String newId() {
        return Long.toString(nextId++);
    }

    /** The record of that id, archived or not. */
    Optional<CrmRecord> findAny(ObjectType type, String id) {
        CrmRecord stored = byType.getOrDefault(type.typeId(), Map.of()).get(id);
        if (stored != null) {
            return Optional.of(stored);
        }
        return settings.get(Behaviour.ANY_NUMERIC_ID_EXISTS) && isPlausible(id)
                ? Optional.of(new CrmRecord(type, id, LONG_AGO))
                : Optional.empty();
    }

    /** The record of that id, unless archived. */
    Optional<CrmRecord> find(ObjectType type, String id) {
        return findAny(type, id).filter(record -> !record.isArchived());
    }

    /** The record that has that value of a unique property, unless archived. */
    Optional<CrmRecord> findBy(ObjectType type, String property, String value) {
        return Optional.ofNullable(byUniqueValue.get(uniqueKey(type, property, value)))
                .filter(record -> !record.isArchived())
                // The value may have been changed since.
                .filter(record ->
                        normalised(property, value).equals(record.properties().get(property)));
    }

    /** Whether an association may end at that id. */
    boolean isEnd(ObjectType type, String id) {
        return (settings.get(Behaviour.ANY_NUMERIC_END_EXISTS) && isPlausible(id))
                || find(type, id).isPresent();
    }

    void put(CrmRecord record) {
        if (!settings.get(Behaviour.KEEP_RECORDS)) {
            return;
        }
        byType.computeIfAbsent(record.type().typeId(), type -> new HashMap<>()).put(record.id(), record);
        record.properties().forEach((property, value) -> {
            if (record.type().isUnique(property) && !value.isEmpty()) {
                byUniqueValue.put(uniqueKey(record.type(), property, value), record);
            }
        });
    }

    Stream<CrmRecord> all(ObjectType type) {
        return byType.getOrDefault(type.typeId(), Map.of()).values().stream().filter(record -> !record.isArchived());
    }

    /** A value as HubSpot stores it: e-mails trimmed and in lower case (API-FACTS 1.6). */
    static String normalised(String property, String value) {
        return property.equals("email") ? value.strip().toLowerCase(Locale.ROOT) : value;
    }

    static String uniqueKey(ObjectType type, String property, String value) {
        return type.typeId() + '\n' + property + '\n' + normalised(property, value);
    }

    private static boolean isPlausible(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9') && !id.startsWith("99");
    }
}
