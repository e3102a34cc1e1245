package dev.batchgateway.deploy;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a pod is given from another object.
 *
 * @param kind {@code ConfigMap} or {@code Secret}
 * @param name of the object
 * @param isOptional whether the pod starts without it
 */
record Reference(String kind, String name, boolean isOptional) {
    /** Those of {@code pod}: whole ones, single keys, and folders. */
    static Stream<Reference> of(Yaml pod) {
        List<Yaml> containers = Stream.of("initContainers", "containers")
                .flatMap(kind -> pod.at(kind).elements().stream())
                .toList();
        Stream<Yaml> sources = Stream.of(
                        containers.stream().flatMap(container -> container.at("envFrom").elements().stream()),
                        containers.stream()
                                .flatMap(container -> container.at("env").elements().stream())
                                .map(variable -> variable.at("valueFrom")),
                        pod.at("volumes").elements().stream(),
                        pod.at("volumes").elements().stream()
                                .flatMap(volume -> volume.at("projected", "sources").elements().stream()))
                .flatMap(each -> each);
        return sources.flatMap(source -> Stream.of(
                        of("ConfigMap", source.at("configMapRef"), "name"),
                        of("ConfigMap", source.at("configMapKeyRef"), "name"),
                        of("ConfigMap", source.at("configMap"), "name"),
                        of("Secret", source.at("secretRef"), "name"),
                        of("Secret", source.at("secretKeyRef"), "name"),
                        of(
                                "Secret",
                                source.at("secret"),
                                source.at("secret", "name").isThere() ? "name" : "secretName"))
                .flatMap(each -> each));
    }

    private static Stream<Reference> of(String kind, Yaml reference, String name) {
        return reference.isThere()
                ? Stream.of(new Reference(
                        kind,
                        reference.at(name).text(),
                        reference.at("optional").text().equals("true")))
                : Stream.empty();
    }
}
