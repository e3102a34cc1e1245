package dev.batchgateway.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A value of a YAML document, with ways into it that name what is missing. */
record Yaml(String path, @Nullable Object value) {
    /** The documents of {@code text}. */
    static List<Yaml> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new Yaml("", document))
                .toList();
    }

    /** The value at a path of keys and indices, such as {@code "spec", "ports", 0}; without one its value is null. */
    Yaml at(Object... steps) {
        Object found = value;
        StringBuilder where = new StringBuilder(path);
        for (Object step : steps) {
            where.append('/').append(step);
            if (found instanceof List<?> list && step instanceof Integer index) {
                found = index < list.size() ? list.get(index) : null;
            } else {
                found = found instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return new Yaml(where.toString(), found);
    }

    boolean isThere() {
        return value != null;
    }

    /** The value, which must be there. */
    Object there() {
        if (value == null) {
            throw new AssertionError(path + " is not there");
        }
        return value;
    }

    /** A scalar as text; without one {@code "null"}. */
    String text() {
        return String.valueOf(value);
    }

    /** A whole number. */
    int number() {
        if (value instanceof Integer number) {
            return number;
        }
        throw new AssertionError(path + " is no whole number but " + value);
    }

    /** The elements of a list; none without one. */
    List<Yaml> elements() {
        List<Yaml> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                elements.add(new Yaml(path + "/" + i, list.get(i)));
            }
        }
        return elements;
    }

    /** The members of a map; none without one. */
    Stream<Map.Entry<String, Yaml>> members() {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream().map(entry -> Map.entry(String.valueOf(entry.getKey()), at(entry.getKey())))
                : Stream.empty();
    }
}
