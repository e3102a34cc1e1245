package dev.batchgateway.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.knative.serving.v1.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Knative takes for a service: its own fields, and of a pod's those that it lets through by default. */
final class KnativeSchema {
    /** As Knative Serving's RevisionSpec has them, beside those of a pod. */
    private static final Set<String> OWN_FIELDS =
            Set.of("containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds");
    /** As Knative Serving's PodSpecMask has them without its feature flags. */
    private static final Set<String> POD_FIELDS = Set.of(
            "containers",
            "volumes",
            "serviceAccountName",
            "imagePullSecrets",
            "enableServiceLinks",
            "automountServiceAccountToken");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new NothingUnknown());

    private final KubernetesSchema kubernetes;

    KnativeSchema(KubernetesSchema kubernetes) {
        this.kubernetes = kubernetes;
    }

    static boolean isKnative(Yaml object) {
        return object.at("apiVersion").text().equals("serving.knative.dev/v1");
    }

    /** What is wrong with {@code service}; empty if nothing. */
    List<String> faults(Yaml service) {
        List<String> faults = new ArrayList<>();
        try {
            STRICT.convertValue(service.there(), Service.class);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        Yaml revision = service.at("spec", "template", "spec");
        Map<String, Object> pod = revision.members()
                .filter(member -> !OWN_FIELDS.contains(member.getKey()))
                .filter(member -> member.getValue().isThere())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, member -> member.getValue().there()));
        faults.addAll(kubernetes.podFaults(new Yaml(revision.path(), pod)));
        pod.keySet().stream()
                .filter(name -> !POD_FIELDS.contains(name))
                .forEach(name -> faults.add(revision.path() + " may have no " + name + " without a feature flag"));
        return faults;
    }

    /** Those classes keep whatever they do not know; here it is a fault. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
