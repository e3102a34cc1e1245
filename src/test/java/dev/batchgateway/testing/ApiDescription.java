package dev.batchgateway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.batchgateway.openapi.ApiPages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The interface's description, read for tests: which part of it describes an answer, and what its schemas say. */
public final class ApiDescription {
    /** Where what is no batch is described. */
    public static final String ANYTHING_ELSE = "/{path}";

    private static final String ADDRESS = "https://batchgateway.dev/openapi";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");
    /** Those that tell a batch's path from another one; what else a parameter must be, a request may miss. */
    private static final Set<String> TELLING = Set.of("version", "date");

    private final JsonNode root;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> read = new ConcurrentHashMap<>();
    private final Map<String, Pattern> batches = new HashMap<>();

    private ApiDescription(JsonNode root) {
        this.root = root;
        this.schemas = SchemaRegistry.withDefaultDialect(
                dialect(root), builder -> builder.schemas(Map.of(ADDRESS, root.toString())));
        root.get("paths").fieldNames().forEachRemaining(path -> {
            if (!path.equals(ANYTHING_ELSE)) {
                batches.put(path, pattern(path));
            }
        });
    }

    /** JSON Schema's, in which the document's own members mean nothing. */
    private static Dialect dialect(JsonNode root) {
        Dialect.Builder dialect = Dialect.builder(ADDRESS + "/dialect", Dialects.getDraft202012());
        root.fieldNames().forEachRemaining(name -> dialect.keyword(new NonValidationKeyword(name)));
        return dialect.build();
    }

    /** The one that is served. */
    public static ApiDescription served() {
        return new ApiDescription(parsed(text()));
    }

    /** Its text. */
    public static String text() {
        try (InputStream file = ApiPages.class.getResourceAsStream("openapi.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A YAML document as JSON; a key that is given twice is an error. */
    public static JsonNode parsed(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
    }

    /** All of it. */
    public JsonNode root() {
        return root;
    }

    /** The paths of batches, as they are written. */
    public Set<String> batchPaths() {
        return Set.copyOf(batches.keySet());
    }

    /** The path, as it is written, that describes a raw path without its query. */
    public String pathOf(String raw) {
        String path = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        return batches.entrySet().stream()
                .filter(batch -> batch.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ANYTHING_ELSE);
    }

    /** Where a pointer leads, references followed; a missing node where it leads nowhere. */
    public Place at(String pointer) {
        JsonNode node = root.at(pointer);
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? new Place(pointer, node) : at(reference.substring(1));
    }

    /** The description of an answer. */
    public Place response(String method, String path, int status) {
        if (!path.equals(ANYTHING_ELSE) && !method.equals("POST")) {
            return at(status == 405 ? "/components/responses/WrongMethod" : "/not-described");
        }
        String operation = "/paths/" + escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
        if (root.at(operation).isMissingNode()) {
            operation = "/paths/" + escaped(path) + "/trace";
        }
        Place exact = at(operation + "/responses/" + status);
        return exact.isThere() ? exact : at(operation + "/responses/default");
    }

    /** What is wrong with a JSON text by the schema at a pointer; empty if nothing. */
    public List<String> faults(String schemaPointer, String json) {
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return List.of("no JSON: " + e.getOriginalMessage());
        }
        if (value.isMissingNode()) {
            return List.of("no JSON: nothing");
        }
        List<String> faults = new ArrayList<>();
        schema(schemaPointer)
                .validate(value)
                .forEach(error -> faults.add(error.getInstanceLocation() + ": " + error.getMessage()));
        return faults;
    }

    private Schema schema(String pointer) {
        return read.computeIfAbsent(pointer, at -> schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + at)));
    }

    /** A key as a step of a JSON pointer. */
    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private Pattern pattern(String path) {
        Map<String, String> telling = new HashMap<>();
        root.at("/components/parameters").forEach(parameter -> {
            String name = parameter.get("name").asText();
            if (TELLING.contains(name)) {
                telling.put(name, parameter.at("/schema/pattern").asText().replaceAll("^\\^|\\$$", ""));
            }
        });
        Matcher placeholder = PLACEHOLDER.matcher(path);
        return Pattern.compile(placeholder.replaceAll(
                found -> Matcher.quoteReplacement(telling.getOrDefault(found.group(1), "[^/]+"))));
    }

    /** A part of it, and where it is. */
    public record Place(String pointer, JsonNode node) {
        /** Whether there is such a part. */
        public boolean isThere() {
            return !node.isMissingNode();
        }

        /** The place of one of its members. */
        public String to(String... keys) {
            StringBuilder longer = new StringBuilder(pointer);
            for (String key : keys) {
                longer.append('/').append(escaped(key));
            }
            return longer.toString();
        }
    }
}
