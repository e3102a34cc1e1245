package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "/crm/v3/objects/contacts/batch/create, OBJECT_CREATE, contacts",
        "/crm/v3/objects/0-14/batch/read, OBJECT_READ, 0-14",
        "/crm/objects/2026-03/p123_car/batch/update, OBJECT_UPDATE, p123_car",
        "/crm/objects/2026-09-beta/2-12345/batch/upsert, OBJECT_UPSERT, 2-12345",
        "/crm/objects/v3/partner_services/batch/archive, OBJECT_ARCHIVE, partner_services",
        "/crm/v3/associations/quotes/line_items/batch/create, ASSOCIATION_CREATE, quotes/line_items",
        "/crm/v3/associations/a/b/batch/read, ASSOCIATION_READ, a/b",
        "/crm/v3/associations/a/b/batch/archive, ASSOCIATION_ARCHIVE, a/b",
        "/crm/v4/associations/a/b/batch/create, ASSOCIATION_CREATE, a/b",
        "/crm/v4/associations/a/b/batch/associate/default, ASSOCIATION_DEFAULT, a/b",
        "/crm/v4/associations/a/b/batch/labels/archive, ASSOCIATION_LABELS_ARCHIVE, a/b",
        "/crm/associations/2026-03/a/b/batch/read, ASSOCIATION_READ, a/b",
        "/crm/associations/2026-09-beta/a/b/batch/labels/archive, ASSOCIATION_LABELS_ARCHIVE, a/b",
        "/crm/associations/2026-09/a/b/batch/archive, ASSOCIATION_ARCHIVE, a/b",
        "/crm/v3/objects/batch/batch/read, OBJECT_READ, batch",
    })
    void everyFamilyInEveryVersionIsABatch(String path, Operation operation, String type) {
        assertEquals(new Target(operation, path, "a=%2F", type), Routes.target(path, "a=%2F"));
    }

    @Test
    void aSlashAtTheEndIsLeftOut() {
        Target target = Routes.target("/crm/v3/objects/contacts/batch/create/", null);

        assertNotNull(target);
        assertEquals("/crm/v3/objects/contacts/batch/create", target.uri());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/crm/v3/objects/contacts",
                "/crm/v3/objects/contacts/search",
                "/crm/v3/objects/contacts/batch",
                "/crm/v3/objects/contacts/batch/merge",
                "/crm/v3/objects/contacts/batch/create/more",
                "/crm/v3/objects/contacts/batch/associate/default",
                "/crm/v4/objects/contacts/batch/create",
                "/crm/objects/v4/contacts/batch/create",
                "/crm/objects/26-03/contacts/batch/create",
                "/crm/objects/2026-03-BETA/contacts/batch/create",
                "/crm/v3/associations/a/b/batch/associate/default",
                "/crm/v3/associations/a/b/batch/labels/archive",
                "/crm/v3/associations/a/b/batch/update",
                "/crm/v4/associations/a/batch/create",
                "/crm/associations/v4/a/b/batch/create",
                "/crm/v3/properties/contacts/batch/create",
                "/CRM/v3/objects/contacts/batch/create",
                "/x/crm/v3/objects/contacts/batch/create",
                "/crm/v3/objects/contacts/batch%20/create",
                "/media/~user/a;b=c/caf%C3%A9%20",
            })
    void everyOtherPathIsNone(String path) {
        assertNull(Routes.target(path, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "con%20tacts",
                "con.tacts",
                "caf%C3%A9",
                "a+b",
                "a:b",
                "a;b",
                "a,b",
                "{objectType}",
                "a%00b",
                "$",
                "a'b",
                "*"
            })
    void anObjectTypeOfOtherCharactersIsRefused(String type) {
        assertEquals(400, refused("/crm/v3/objects/" + type + "/batch/create"));
        assertEquals(400, refused("/crm/v4/associations/contacts/" + type + "/batch/associate/default"));
        assertEquals(400, refused("/crm/associations/2026-03/" + type + "/contacts/batch/read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/crm/v3/objects/../../oauth/v1/x",
                "/crm/./v3/objects/contacts",
                "/..",
                "/a/..",
                "/a/%2e%2e/b",
                "/a/%2E./b",
                "/a/.%2e",
                "/a/%2e/b",
                "/a/..;x=1/b",
                "/a/%2E%2e;/b",
                "//a",
                "/a//b",
                "/a/;x/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%5Cb",
                "/a\\b",
                "/a%00b",
                "/a%0d%0ab",
                "/a%0Ab",
                "/a%1fb",
                "/a%7fb",
                "/a b",
                "/a%",
                "/a%2",
                "/a%zz",
                "/aéb",
                "crm/v3",
                "*",
                "",
                "http://other.example/crm/v3/objects/contacts"
            })
    void whatHubSpotCouldResolveToSomethingElseIsRefused(String path) {
        assertEquals(400, refused(path));
    }

    private static int refused(String path) {
        return assertThrows(Refusal.class, () -> Routes.target(path, null)).status();
    }
}
