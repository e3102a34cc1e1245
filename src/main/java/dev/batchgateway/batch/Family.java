package dev.batchgateway.batch;

/** HubSpot's families of paths: each version of its interface has its own (API-FACTS 7). */
public enum Family {
    /** Version 3, wherever in the path it stands. */
    V3,
    /** Version 4, which only associations have. */
    V4,
    /** Versions by date, such as 2026-03. */
    DATED;

    /** That of the raw path of a batch. */
    static Family of(String path) {
        if (path.startsWith("/crm/v4/")) {
            return V4;
        }
        return path.startsWith("/crm/v3/") || path.startsWith("/crm/objects/v3/") ? V3 : DATED;
    }

    /** Whether a batch of it can ask for {@code operation} (DESIGN section 3). */
    public boolean has(Operation operation) {
        return switch (this) {
            case V3 -> operation != Operation.ASSOCIATION_DEFAULT && operation != Operation.ASSOCIATION_LABELS_ARCHIVE;
            case V4 -> operation.isAssociation();
            case DATED -> true;
        };
    }
}
