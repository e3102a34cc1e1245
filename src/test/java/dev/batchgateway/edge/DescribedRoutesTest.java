package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.testing.ApiDescription;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description and the code name the same paths, methods, preferences and reasons. */
class DescribedRoutesTest {
    private static final ApiDescription DESCRIPTION = ApiDescription.served();
    private static final List<String> ROOTS = List.of(
            "/crm/v3/objects/",
            "/crm/v4/objects/",
            "/crm/objects/v3/",
            "/crm/objects/v4/",
            "/crm/objects/2026-03/",
            "/crm/objects/2026-09-beta/",
            "/crm/objects/2026-9/",
            "/crm/objects/",
            "/crm/v3/associations/",
            "/crm/v4/associations/",
            "/crm/v5/associations/",
            "/crm/associations/v3/",
            "/crm/associations/v4/",
            "/crm/associations/2026-03/",
            "/crm/associations/2026-09-beta/",
            "/crm/v3/properties/",
            "/cms/v3/objects/");

    /** Every root there may be, with one and two types and every operation, and some that are near one. */
    static Stream<String> paths() {
        Set<String> ends =
                Arrays.stream(Operation.values()).map(Operation::path).collect(Collectors.toCollection(TreeSet::new));
        ends.addAll(List.of("", "search", "create/", "Create", "associate", "labels", "archive/labels", "create/x"));
        return ROOTS.stream().flatMap(root -> Stream.of("contacts", "0-1/p123_car", "a/b/c")
                .flatMap(types -> ends.stream().map(end -> root + types + "/batch/" + end)));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aPathIsABatchWhereItIsDescribedAsOne(String path) {
        String described = DESCRIPTION.pathOf(path);
        @Nullable Target target = target(path);

        assertEquals(target != null, !described.equals(ApiDescription.ANYTHING_ELSE), described);
        if (target != null) {
            assertTrue(described.endsWith("/batch/" + target.operation().path()), described);
        }
    }

    private static @Nullable Target target(String path) {
        try {
            return Routes.target(path, null);
        } catch (Refusal e) {
            return null;
        }
    }

    @Test
    void everyDescribedPathIsServedByOneOfThem() {
        Set<String> met = paths().map(DESCRIPTION::pathOf).collect(Collectors.toCollection(TreeSet::new));
        met.remove(ApiDescription.ANYTHING_ELSE);

        assertEquals(new TreeSet<>(DESCRIPTION.batchPaths()), met);
    }

    @Test
    void everyMethodThatIsServedIsDescribed() {
        Set<String> served = Arrays.stream(GatewayResource.class.getMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations()))
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(method -> method.value().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        DESCRIPTION
                .root()
                .get("paths")
                .get(ApiDescription.ANYTHING_ELSE)
                .fieldNames()
                .forEachRemaining(described::add);
        described.removeAll(Set.of("parameters", "trace"));

        assertEquals(served, described);
    }

    @Test
    void everyReasonIsDescribed() {
        assertEquals(
                Arrays.stream(Reason.values()).map(Reason::subCategory).collect(Collectors.toSet()),
                texts(DESCRIPTION.root().at("/components/schemas/Reason/enum")));
    }

    @Test
    void whatMayBePreferredIsApplied() {
        Set<String> preferences =
                DESCRIPTION.root().at("/components/parameters/Prefer/examples").findValues("value").stream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());

        assertEquals(6, preferences.size());
        for (String preference : preferences) {
            assertEquals(preference, Preferences.of(List.of(preference)).applied());
            assertEquals(
                    List.of(),
                    DESCRIPTION.faults(
                            "/components/headers/PreferenceApplied/schema",
                            "\"" + Preferences.of(List.of(preference)).applied() + "\""));
        }
    }

    /** Of a read in lines the query holds what is not of the inputs. */
    @Test
    void theQueryOfAReadInLinesIsDescribed() {
        for (String name : List.of("Properties", "PropertiesWithHistory", "IdProperty")) {
            JsonNode parameter = DESCRIPTION.root().at("/components/parameters/" + name);
            String query = parameter.get("name").asText() + "=email";
            Target target = new Target(Operation.OBJECT_READ, "/crm/v3/objects/contacts/batch/read", query, "contacts");

            assertTrue(
                    LineEnvelope.of(target).envelope().length()
                            > Envelope.none(Operation.OBJECT_READ).length(),
                    query);
        }
    }

    @Test
    void theBoundsOfNamesAreTheCodes() {
        assertEquals(List.of(), DESCRIPTION.faults("/components/schemas/ObjectType", "\"p123_car-2\""));
        assertEquals(
                1,
                DESCRIPTION
                        .faults("/components/schemas/ObjectType", "\"p123.car\"")
                        .size());
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
