package dev.batchgateway.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** One record of the simulated account. Times are text as HubSpot prints them, in UTC with milliseconds. */
final class CrmRecord {
    private final ObjectType type;
    private final String id;
    private final String createdAt;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private String updatedAt;
    private boolean archived;

    CrmRecord(ObjectType type, String id, String createdAt) {
        this.type = type;
        this.id = id;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    ObjectType type() {
        return type;
    }

    String id() {
        return id;
    }

    String createdAt() {
        return createdAt;
    }

    String updatedAt() {
        return updatedAt;
    }

    boolean isArchived() {
        return archived;
    }

    Map<String, String> properties() {
        return properties;
    }

    /** Sets properties; if all have these values already, the record counts as not updated (EXAMPLES 13). */
    void change(Map<String, String> changes, String at) {
        if (!properties.entrySet().containsAll(changes.entrySet())) {
            properties.putAll(changes);
            updatedAt = at;
        }
    }

    void archive(String at) {
        archived = true;
        updatedAt = at;
    }
}
