package dev.batchgateway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.schema.validator.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The schema of Kubernetes' own objects and of some others', as its API server gives it. Stricter than the server:
 * unknown fields are faults, as they are for {@code kubectl apply} by default.
 */
final class KubernetesSchema {
    private static final String REFERENCE = "#/definitions/";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private final JsonNode definitions;

    private KubernetesSchema(JsonNode definitions) {
        this.definitions = definitions;
    }

    static KubernetesSchema load() {
        try (InputStream file = Validator.class.getResourceAsStream("/openshift-generated.json")) {
            return new KubernetesSchema(new ObjectMapper().readTree(file).get("definitions"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a schema for objects of that kind. */
    boolean knows(Yaml object) {
        return definitions.has(definition(object));
    }

    /** What is wrong with {@code object}; empty if nothing. */
    List<String> faults(Yaml object) {
        List<String> faults = new ArrayList<>();
        if (knows(object)) {
            check(definitions.get(definition(object)), object, faults);
        } else {
            faults.add("There is no schema for " + definition(object));
        }
        return faults;
    }

    /** What is wrong with {@code value} as a pod's {@code spec}. */
    List<String> podFaults(Yaml value) {
        List<String> faults = new ArrayList<>();
        check(definitions.get("io.k8s.api.core.v1.PodSpec"), value, faults);
        return faults;
    }

    /** {@code apps/v1, Deployment} is {@code io.k8s.api.apps.v1.Deployment}; other makers' names begin with theirs. */
    private static String definition(Yaml object) {
        String[] apiVersion = object.at("apiVersion").text().split("/", 2);
        String group = apiVersion.length == 1 ? "core" : apiVersion[0];
        String version = apiVersion[apiVersion.length - 1];
        boolean isKubernetes = !group.contains(".") || group.endsWith(".k8s.io");
        List<String> labels = Arrays.asList(group.split("\\."));
        Collections.reverse(labels);
        String prefix = isKubernetes ? "io.k8s.api." + labels.get(labels.size() - 1) : String.join(".", labels);
        return prefix + "." + version + "." + object.at("kind").text();
    }

    private void check(JsonNode schema, Yaml value, List<String> faults) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            String name = reference.substring(REFERENCE.length());
            if (name.equals(QUANTITY)) {
                checkQuantity(value, faults);
            } else {
                check(definitions.get(name), value, faults);
            }
            return;
        }
        if (!hasType(schema, value)) {
            faults.add(value.path() + " is no " + schema.path("type").asText() + ": " + value.value());
            return;
        }
        if (schema.has("enum") && !has(schema.get("enum"), value.text())) {
            faults.add(value.path() + " is none of " + schema.get("enum") + ": " + value.value());
        }
        schema.path("required").forEach(name -> {
            if (!value.at(name.asText()).isThere()) {
                faults.add(value.path() + " has no " + name.asText());
            }
        });
        value.elements().forEach(element -> check(schema.path("items"), element, faults));
        value.members().forEach(member -> checkMember(schema, value, member, faults));
    }

    private void checkMember(JsonNode schema, Yaml value, Map.Entry<String, Yaml> member, List<String> faults) {
        JsonNode known = schema.path("properties").path(member.getKey());
        JsonNode others = schema.path("additionalProperties");
        if (known.isObject()) {
            check(known, member.getValue(), faults);
        } else if (others.isObject()) {
            check(others, member.getValue(), faults);
        } else if (schema.has("properties")) {
            faults.add(value.path() + " may have no " + member.getKey());
        }
    }

    private static void checkQuantity(Yaml value, List<String> faults) {
        if (!value.text().matches("\\d+(\\.\\d+)?(m|k|[KMGT]i|[MGT])?")) {
            faults.add(value.path() + " is no quantity: " + value.value());
        }
    }

    private static boolean hasType(JsonNode schema, Yaml value) {
        Object given = value.value();
        return switch (schema.path("type").asText()) {
            case "object" -> given instanceof Map;
            case "array" -> given instanceof List;
            case "string" -> given instanceof String || (isIntOrString(schema) && given instanceof Integer);
            case "integer" -> given instanceof Integer || given instanceof Long;
            case "number" -> given instanceof Number;
            case "boolean" -> given instanceof Boolean;
            default -> given != null;
        };
    }

    private static boolean isIntOrString(JsonNode schema) {
        return schema.path("format").asText().equals("int-or-string");
    }

    private static boolean has(JsonNode values, String text) {
        for (JsonNode value : values) {
            if (value.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
