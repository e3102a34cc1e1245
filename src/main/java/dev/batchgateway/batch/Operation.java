package dev.batchgateway.batch;

/**
 * What a batch asks of HubSpot, with everything that depends on it: the table of DESIGN section 3, in one place.
 *
 * <p>Inputs per call: API-FACTS 2.1 (objects 100, with property histories 50; associations create 2,000, read 1,000,
 * archive 100; associate/default is not documented, 1,000 is our guess, corrected when HubSpot says otherwise).
 */
public enum Operation {
    /** New records; the only operation that must never be repeated in doubt (API-FACTS 4). */
    OBJECT_CREATE("create", 100, 201),
    /** Records by id or by a unique property. */
    OBJECT_READ("read", 100, 200),
    /** Changes to records that exist. */
    OBJECT_UPDATE("update", 100, 200),
    /** Changes to records that may exist, by a unique property. */
    OBJECT_UPSERT("upsert", 100, 200),
    /** Records to the recycling bin. */
    OBJECT_ARCHIVE("archive", 100, 204),
    /** Associations with a type or labels. */
    ASSOCIATION_CREATE("create", 2000, 201),
    /** Associations of the default type. */
    ASSOCIATION_DEFAULT("associate/default", 1000, 200),
    /** What records are associated with. */
    ASSOCIATION_READ("read", 1000, 200),
    /** The end of all associations between two records. */
    ASSOCIATION_ARCHIVE("archive", 100, 204),
    /** The end of some labels between two records. */
    ASSOCIATION_LABELS_ARCHIVE("labels/archive", 100, 204);

    /** Most inputs of one read call that asks for property histories (API-FACTS 2.1, observed). */
    private static final int MOST_WITH_HISTORY = 50;

    private final String path;
    private final int mostInputs;
    private final int usualSuccess;

    Operation(String path, int mostInputs, int usualSuccess) {
        this.path = path;
        this.mostInputs = mostInputs;
        this.usualSuccess = usualSuccess;
    }

    /** The end of its path, behind {@code /batch/}. */
    public String path() {
        return path;
    }

    /** Most inputs HubSpot is known to take in one call. */
    public int mostInputs(boolean withHistory) {
        return withHistory ? Math.min(mostInputs, MOST_WITH_HISTORY) : mostInputs;
    }

    /** The status of an answer without errors, unless HubSpot's calls said another one. */
    public int usualSuccess() {
        return usualSuccess;
    }

    /** Whether it is about associations: they have a rate budget of their own (API-FACTS 2.3). */
    public boolean isAssociation() {
        return switch (this) {
            case ASSOCIATION_CREATE,
                    ASSOCIATION_DEFAULT,
                    ASSOCIATION_READ,
                    ASSOCIATION_ARCHIVE,
                    ASSOCIATION_LABELS_ARCHIVE -> true;
            case OBJECT_CREATE, OBJECT_READ, OBJECT_UPDATE, OBJECT_UPSERT, OBJECT_ARCHIVE -> false;
        };
    }

    /** Whether sending an input twice ends like sending it once. */
    public boolean isRepeatable() {
        return this != OBJECT_CREATE;
    }

    /** Whether HubSpot writes anything. */
    public boolean writes() {
        return !isRead();
    }

    /** Whether of two inputs of one key the later one must be applied last. */
    public boolean isOrdered() {
        return writes() && !isArchive() && this != OBJECT_CREATE;
    }

    /** Whether it only reads. */
    public boolean isRead() {
        return this == OBJECT_READ || this == ASSOCIATION_READ;
    }

    /** Whether an {@code objectWriteTraceId} on every input makes its calls multi-status (API-FACTS 3.3). */
    public boolean isTraced() {
        return this == OBJECT_CREATE || this == OBJECT_UPDATE || this == OBJECT_UPSERT;
    }

    /** Whether its inputs may name an {@code idProperty} each. */
    public boolean hasInputIdProperty() {
        return this == OBJECT_UPDATE || this == OBJECT_UPSERT;
    }

    /** Whether a successful call lists a result for each input; otherwise a success speaks for all it does not name. */
    public boolean hasResults() {
        return !isArchive();
    }

    /** Whether it archives, so that asking for a thing that is gone already has succeeded. */
    public boolean isArchive() {
        return this == OBJECT_ARCHIVE || this == ASSOCIATION_ARCHIVE || this == ASSOCIATION_LABELS_ARCHIVE;
    }

    /** Whether equal inputs are asked once and answered at every position (DESIGN section 4). */
    public boolean asksOnce() {
        return isRead() || isArchive();
    }
}
