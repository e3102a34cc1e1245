package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and what they ask for. */
class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /crm/v3/objects/quotes/batch/create, OBJECTS_CREATE",
        "POST, /crm/objects/2026-09/line_items/batch/upsert, OBJECTS_UPSERT",
        "POST, /crm/objects/2026-09-beta/partner_services/batch/update, OBJECTS_UPDATE",
        "POST, /crm/objects/v3/0-421/batch/read, OBJECTS_READ",
        "POST, /crm/v3/objects/2-12345/batch/archive, OBJECTS_ARCHIVE",
        "POST, /crm/v3/associations/a/b/batch/create, ASSOCIATIONS_CREATE",
        "POST, /crm/v3/associations/a/b/batch/associate/default, OTHER",
        "POST, /crm/v4/associations/a/b/batch/associate/default, ASSOCIATIONS_DEFAULT",
        "POST, /crm/associations/2026-03/a/b/batch/labels/archive, ASSOCIATIONS_LABELS_ARCHIVE",
        "POST, /crm/associations/v4/a/b/batch/read, OTHER",
        "POST, /crm/v3/objects/deals, OBJECT_CREATE",
        "GET, /crm/v3/objects/deals/5, OBJECT_READ",
        "POST, /crm/v3/objects/deals/search, SEARCH",
        "GET, /crm/v3/properties/deals, PROPERTIES",
        "GET, /crm/v3/objects/deals/batch/read, OTHER",
        "DELETE, /crm/v3/objects/deals/5, OTHER",
        "POST, /crm/v3/objects/deals/batch/merge, OTHER",
        "GET, /, OTHER"
    })
    void aPathAsksForOneOperation(String method, String path, HubSpotOperation operation) {
        assertEquals(operation, Route.of(HttpMethod.valueOf(method), path).operation());
    }
}
