package dev.batchgateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.batchgateway.testing.ApiDescription;
import dev.batchgateway.testing.ApiExamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description is an OpenAPI 3.1 document, and agrees with itself. */
class DescriptionTest {
    private static final String OAS = "https://spec.openapis.org/oas/3.1/";
    private static final String LINES = "application/x-ndjson";
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final ApiDescription DESCRIPTION = ApiDescription.served();
    private static final Schema OPENAPI = openApi();

    /** The Foundation's own schema of 2022-10-07, as Vert.x carries it. */
    private static Schema openApi() {
        Map<String, String> schemas = new HashMap<>();
        for (String name : List.of("schema-base/2022-10-07", "schema/2022-10-07", "dialect/base", "meta/base")) {
            schemas.put(OAS + name, resource("/spec.openapis.org/oas/3.1/" + name));
        }
        return SchemaRegistry.withDefaultDialect(Dialects.getDraft202012(), builder -> builder.schemas(schemas))
                .getSchema(SchemaLocation.of(OAS + "schema-base/2022-10-07"));
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(DescriptionTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itIsOpenApi31() {
        assertEquals(List.of(), OPENAPI.validate(DESCRIPTION.root()));
        assertTrue(DESCRIPTION.root().get("openapi").asText().startsWith("3.1."));
    }

    /** It is the interface's, which does not change between a snapshot and its release. */
    @Test
    void itsVersionIsTheProjects() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(version.find());

        assertEquals(
                version.group(1),
                DESCRIPTION.root().at("/info/version").asText()
                        + (version.group(1).endsWith(SNAPSHOT) ? SNAPSHOT : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'  title: HubSpot Batch Gateway', '  titel: HubSpot Batch Gateway'",
        "'      in: header', '      in: head'",
        "'type: integer', 'type: whole'",
        "'          minItems: 1', '          minItems: some'",
        "'      required: true', '      required: maybe'"
    })
    void aMistakeInItIsFound(String right, String wrong) {
        String text = ApiDescription.text();
        assertTrue(text.contains(right), right);

        String changed =
                text.substring(0, text.indexOf(right)) + wrong + text.substring(text.indexOf(right) + right.length());

        assertFalse(OPENAPI.validate(ApiDescription.parsed(changed)).isEmpty(), wrong);
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryPartIsReferredTo() {
        Set<String> used = new TreeSet<>();
        walk("", DESCRIPTION.root(), (pointer, node) -> {
            String reference = node.path("$ref").asText();
            if (!reference.isEmpty()) {
                assertTrue(reference.startsWith("#/components/"), reference);
                assertTrue(DESCRIPTION.at(reference.substring(1)).isThere(), reference);
                used.add(reference.substring(1));
            }
        });
        // Referred to by its name alone.
        used.add("/components/securitySchemes/hubSpotToken");
        Set<String> defined = new TreeSet<>();
        DESCRIPTION.root().get("components").properties().forEach(kind -> kind.getValue()
                .fieldNames()
                .forEachRemaining(name -> defined.add("/components/" + kind.getKey() + "/" + name)));
        assertEquals(defined, used);
    }

    @Test
    void everyOperationHasANameOfItsOwn() {
        List<String> names = new ArrayList<>();
        walk("/paths", DESCRIPTION.root().get("paths"), (pointer, node) -> {
            if (node.has("operationId")) {
                names.add(node.get("operationId").asText());
            }
        });

        assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
        assertEquals(DESCRIPTION.batchPaths().size() + 8, names.size());
    }

    @Test
    void everyExampleFitsItsSchema() {
        Set<String> seen = new TreeSet<>();
        walk("/components", DESCRIPTION.root().get("components"), (pointer, node) -> {
            if (!node.has("schema") || !node.has("examples")) {
                return;
            }
            boolean isLines = pointer.endsWith(ApiDescription.escaped(LINES));
            node.get("examples").properties().forEach(example -> {
                JsonNode value = DESCRIPTION
                        .at(pointer + "/examples/" + example.getKey())
                        .node()
                        .get("value");
                List<String> parts = isLines ? value.asText().lines().toList() : List.of(value.toString());
                for (String part : parts) {
                    assertEquals(List.of(), DESCRIPTION.faults(schemaAt(pointer), part), example.getKey());
                }
                seen.add(example.getKey());
            });
        });

        assertTrue(seen.containsAll(ApiExamples.names()), seen::toString);
    }

    private static String schemaAt(String pointer) {
        return DESCRIPTION.at(pointer + "/schema").pointer();
    }

    /** An operation's examples are what shows how to use it. */
    @Test
    void everyBodyOfJsonHasAnExample() {
        DESCRIPTION
                .root()
                .at("/components/requestBodies")
                .properties()
                .forEach(body -> assertFalse(
                        body.getValue()
                                .at("/content/application~1json/examples")
                                .isEmpty(),
                        body.getKey()));
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
            node.properties()
                    .forEach(member ->
                            walk(pointer + "/" + ApiDescription.escaped(member.getKey()), member.getValue(), visitor));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(pointer + "/" + i, node.get(i), visitor);
            }
        }
    }
}
