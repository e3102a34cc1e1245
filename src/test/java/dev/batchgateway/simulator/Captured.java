package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer with a captured one: the same fields and values, but ids that HubSpot gave and times need only be
 * there, {@code properties} may have more than the capture shows, and so may any object that ends in {@code "...":"..."}.
 */
final class Captured {
    private static final Set<String> GIVEN_BY_HUBSPOT = Set.of(
            "correlationId",
            "requestId",
            "startedAt",
            "completedAt",
            "createdAt",
            "updatedAt",
            "createdate",
            "hs_createdate",
            "lastmodifieddate",
            "hs_lastmodifieddate",
            "hs_object_id");
    private static final String MORE = "...";

    private final Set<String> given;

    private Captured(Set<String> given) {
        this.given = given;
    }

    /** The values of those fields too need only be there: {@code id} where HubSpot gave it. */
    static Captured butFor(String... fields) {
        Set<String> given = new TreeSet<>(GIVEN_BY_HUBSPOT);
        given.addAll(Set.of(fields));
        return new Captured(given);
    }

    void assertLike(String captured, Exchanged answer) {
        like("body", new JsonObject(captured), answer.json());
    }

    private void like(String place, @Nullable Object captured, @Nullable Object actual) {
        if (captured instanceof JsonObject expected && actual instanceof JsonObject object) {
            Set<String> fields = new TreeSet<>(expected.fieldNames());
            boolean more = fields.remove(MORE) || place.endsWith(".properties");
            Set<String> found = new TreeSet<>(object.fieldNames());
            assertTrue(found.containsAll(fields), () -> place + " lacks some of " + fields + ": " + object);
            found.remove("url"); // Only captures since 2025 have one.
            found.removeIf(name -> more && !fields.contains(name));
            fields.remove("url");
            assertEquals(fields, found, place);
            fields.forEach(name -> field(place, name, expected.getValue(name), object.getValue(name)));
        } else if (captured instanceof JsonArray expected && actual instanceof JsonArray array) {
            assertEquals(expected.size(), array.size(), () -> place + ": " + array);
            for (int i = 0; i < expected.size(); i++) {
                like(place + "[" + i + "]", expected.getValue(i), array.getValue(i));
            }
        } else {
            assertEquals(captured, actual, place);
        }
    }

    private void field(String place, String name, @Nullable Object captured, @Nullable Object actual) {
        if (given.contains(name)) {
            assertNotNull(actual, place + "." + name);
        } else {
            like(place + "." + name, captured, actual);
        }
    }
}
