package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
    /** The table of DESIGN section 3, line by line. */
    @ParameterizedTest
    @CsvSource({
        "OBJECT_CREATE,              create,            100,  201, true,  false",
        "OBJECT_READ,                read,              100,  200, false, true",
        "OBJECT_UPDATE,              update,            100,  200, true,  true",
        "OBJECT_UPSERT,              upsert,            100,  200, true,  true",
        "OBJECT_ARCHIVE,             archive,           100,  204, false, true",
        "ASSOCIATION_CREATE,         create,            2000, 201, false, true",
        "ASSOCIATION_DEFAULT,        associate/default, 1000, 200, false, true",
        "ASSOCIATION_READ,           read,              1000, 200, false, true",
        "ASSOCIATION_ARCHIVE,        archive,           100,  204, false, true",
        "ASSOCIATION_LABELS_ARCHIVE, labels/archive,    100,  204, false, true"
    })
    void isTheTable(Operation operation, String path, int most, int success, boolean traced, boolean repeatable) {
        assertEquals(path, operation.path());
        assertEquals(most, operation.mostInputs(false));
        assertEquals(success, operation.usualSuccess());
        assertEquals(traced, operation.isTraced());
        assertEquals(repeatable, operation.isRepeatable());
    }

    @ParameterizedTest
    @CsvSource({
        "OBJECT_CREATE,              false, false, false, false, true",
        "OBJECT_READ,                false, true,  false, false, true",
        "OBJECT_UPDATE,              false, false, false, true,  true",
        "OBJECT_UPSERT,              false, false, false, true,  true",
        "OBJECT_ARCHIVE,             false, false, true,  false, false",
        "ASSOCIATION_CREATE,         true,  false, false, false, true",
        "ASSOCIATION_DEFAULT,        true,  false, false, false, true",
        "ASSOCIATION_READ,           true,  true,  false, false, true",
        "ASSOCIATION_ARCHIVE,        true,  false, true,  false, false",
        "ASSOCIATION_LABELS_ARCHIVE, true,  false, true,  false, false"
    })
    void saysWhatFollowsFromIt(
            Operation operation,
            boolean association,
            boolean read,
            boolean archive,
            boolean inputIdProperty,
            boolean results) {
        assertEquals(association, operation.isAssociation());
        assertEquals(read, operation.isRead());
        assertEquals(!read, operation.writes());
        assertEquals(archive, operation.isArchive());
        assertEquals(read || archive, operation.asksOnce());
        assertEquals(inputIdProperty, operation.hasInputIdProperty());
        assertEquals(results, operation.hasResults());
    }

    @Test
    void takesFewerInputsWithPropertyHistories() {
        assertEquals(50, Operation.OBJECT_READ.mostInputs(true));
    }
}
