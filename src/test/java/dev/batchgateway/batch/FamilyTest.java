package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyTest {
    @ParameterizedTest
    @CsvSource({
        "/crm/v3/objects/contacts/batch/read, V3",
        "/crm/objects/v3/contacts/batch/read, V3",
        "/crm/v3/associations/contacts/companies/batch/read, V3",
        "/crm/v4/associations/contacts/companies/batch/read, V4",
        "/crm/objects/2026-03/contacts/batch/read, DATED",
        "/crm/associations/2026-09-beta/contacts/companies/batch/read, DATED",
    })
    void itIsReadOffThePath(String path, Family family) {
        assertEquals(family, new Target(Operation.OBJECT_READ, path, null, "contacts").family());
    }

    /** The ten operations of DESIGN section 3, of which two are not in version 3, and five are about objects. */
    @ParameterizedTest
    @CsvSource({"V3, 8", "V4, 5", "DATED, 10"})
    void eachHasItsOperations(Family family, int operations) {
        assertEquals(
                operations,
                Arrays.stream(Operation.values()).filter(family::has).count());
    }
}
