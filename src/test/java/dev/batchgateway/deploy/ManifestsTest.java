package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests as they lie in {@code k8s}: what can be said of them without rendering, so without kubectl. */
class ManifestsTest {
    private static final KubernetesSchema SCHEMA = KubernetesSchema.load();
    private static final KnativeSchema KNATIVE = new KnativeSchema(SCHEMA);

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyObjectIsAsItsSchemaWants(Path file) throws IOException {
        List<Yaml> objects = Yaml.documents(Files.readString(file));

        assertFalse(objects.isEmpty());
        for (Yaml object : objects) {
            assertEquals(List.of(), KnativeSchema.isKnative(object) ? KNATIVE.faults(object) : SCHEMA.faults(object));
        }
    }

    @Test
    void theSchemaFindsWhatIsWrong() {
        Yaml wrong = Yaml.documents("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: x, lables: {}}
                        spec:
                          selector: {}
                          template:
                            spec:
                              terminationGracePeriodSeconds: long
                              containers:
                                - image: x
                                  imagePullPolicy: Sometimes
                                  resources: {limits: {memory: 1 GB}}
                                  livenessProbe: {httpGet: {port: http}, initialDelay: 3}
                        """).get(0);

        assertEquals(
                List.of(
                        "/metadata may have no lables",
                        "/spec/template/spec/terminationGracePeriodSeconds is no integer: long",
                        "/spec/template/spec/containers/0 has no name",
                        "/spec/template/spec/containers/0/imagePullPolicy is none of"
                                + " [\"Always\",\"IfNotPresent\",\"Never\"]: Sometimes",
                        "/spec/template/spec/containers/0/resources/limits/memory is no quantity: 1 GB",
                        "/spec/template/spec/containers/0/livenessProbe may have no initialDelay"),
                SCHEMA.faults(wrong));
    }

    @Test
    void theKnativeSchemaFindsWhatIsWrong() {
        Yaml wrong = Yaml.documents("""
                        apiVersion: serving.knative.dev/v1
                        kind: Service
                        metadata: {name: x}
                        spec:
                          template:
                            spec:
                              timeoutSecond: 3
                              securityContext: {runAsNonRoot: true}
                              containers:
                                - {name: x, image: x}
                        """).get(0);

        List<String> faults = KNATIVE.faults(wrong);

        assertTrue(faults.stream().anyMatch(fault -> fault.contains("timeoutSecond")), faults::toString);
        assertTrue(faults.contains("/spec/template/spec may have no securityContext without a feature flag"));
    }
}
