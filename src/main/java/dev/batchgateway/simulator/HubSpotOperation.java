package dev.batchgateway.simulator;

import java.util.Arrays;
import java.util.Optional;

/** What a call asks for, as the simulator counts, limits and scripts it. */
public enum HubSpotOperation {
    /** {@code …/objects/{type}/batch/create}. */
    OBJECTS_CREATE("objects.create", Budget.OBJECTS, 100),
    /** {@code …/objects/{type}/batch/read}. */
    OBJECTS_READ("objects.read", Budget.OBJECTS, 100),
    /** {@code …/objects/{type}/batch/update}. */
    OBJECTS_UPDATE("objects.update", Budget.OBJECTS, 100),
    /** {@code …/objects/{type}/batch/upsert}. */
    OBJECTS_UPSERT("objects.upsert", Budget.OBJECTS, 100),
    /** {@code …/objects/{type}/batch/archive}. */
    OBJECTS_ARCHIVE("objects.archive", Budget.OBJECTS, 100),
    /** {@code …/associations/{from}/{to}/batch/create}. */
    ASSOCIATIONS_CREATE("associations.create", Budget.ASSOCIATIONS, 2_000),
    /** {@code …/associations/{from}/{to}/batch/associate/default}. */
    ASSOCIATIONS_DEFAULT("associations.default", Budget.ASSOCIATIONS, 1_000),
    /** {@code …/associations/{from}/{to}/batch/read}. */
    ASSOCIATIONS_READ("associations.read", Budget.ASSOCIATIONS, 1_000),
    /** {@code …/associations/{from}/{to}/batch/archive}. */
    ASSOCIATIONS_ARCHIVE("associations.archive", Budget.ASSOCIATIONS, 100),
    /** {@code …/associations/{from}/{to}/batch/labels/archive}. */
    ASSOCIATIONS_LABELS_ARCHIVE("associations.labels-archive", Budget.ASSOCIATIONS, 100),
    /** {@code POST …/objects/{type}}: one record, no batch. */
    OBJECT_CREATE("object.create", Budget.OBJECTS, 0),
    /** {@code GET …/objects/{type}/{id}}. */
    OBJECT_READ("object.read", Budget.OBJECTS, 0),
    /** {@code POST …/objects/{type}/search}. */
    SEARCH("search", Budget.SEARCH, 0),
    /** {@code GET …/properties/{type}}. */
    PROPERTIES("properties", Budget.OBJECTS, 0),
    /** Every path the simulator does not know; answered with 404. */
    OTHER("other", Budget.OBJECTS, 0);

    /** Which of a token's rate windows a call is counted in (API-FACTS 2.3). */
    enum Budget {
        OBJECTS,
        ASSOCIATIONS,
        SEARCH
    }

    private final String key;
    private final Budget budget;
    private final int inputsPerCall;

    HubSpotOperation(String key, Budget budget, int inputsPerCall) {
        this.key = key;
        this.budget = budget;
        this.inputsPerCall = inputsPerCall;
    }

    /** Its name in settings, faults and ledgers, such as {@code objects.create}. */
    public String key() {
        return key;
    }

    /** Whether its body carries {@code inputs}. */
    public boolean isBatch() {
        return inputsPerCall > 0;
    }

    /** The operation of that {@link #key()}, if there is one. */
    public static Optional<HubSpotOperation> ofKey(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    Budget budget() {
        return budget;
    }

    /** The most inputs HubSpot takes in one call, before any setting (API-FACTS 2.1); 0 where it takes none. */
    int usualInputsPerCall() {
        return inputsPerCall;
    }
}
