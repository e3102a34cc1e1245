package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths of one route have one template, whatever types and versions their callers write. */
class RouteTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "OBJECT_CREATE, /crm/v3/objects/contacts/batch/create, /crm/v3/objects/{objectType}/batch/create",
        "OBJECT_UPSERT, /crm/v3/objects/vip/batch/upsert, /crm/v3/objects/{objectType}/batch/upsert",
        "OBJECT_READ, /crm/objects/v3/2-12345/batch/read, /crm/objects/v3/{objectType}/batch/read",
        "OBJECT_READ, /crm/objects/2026-03/contacts/batch/read, /crm/objects/{version}/{objectType}/batch/read",
        "OBJECT_ARCHIVE, /crm/objects/2026-09-x/v4/batch/archive, /crm/objects/{version}/{objectType}/batch/archive",
        "ASSOCIATION_CREATE, /crm/v3/associations/a/b/batch/create,"
                + " /crm/v3/associations/{fromObjectType}/{toObjectType}/batch/create",
        "ASSOCIATION_LABELS_ARCHIVE, /crm/v4/associations/v1/v2/batch/labels/archive,"
                + " /crm/v4/associations/{fromObjectType}/{toObjectType}/batch/labels/archive",
        "ASSOCIATION_DEFAULT, /crm/associations/2026-03/a/b/batch/associate/default,"
                + " /crm/associations/{date}/{fromObjectType}/{toObjectType}/batch/associate/default"
    })
    void aPathHasItsRoutesTemplate(Operation operation, String path, String template) {
        assertEquals(template, RouteTemplate.of(new Target(operation, path, "a=b", "contacts")));
    }
}
