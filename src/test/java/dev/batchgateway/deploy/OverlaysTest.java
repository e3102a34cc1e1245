package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.GatewayConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every overlay as a cluster gets it, with and without its monitoring. */
class OverlaysTest {
    private static final String NAME = "hubspot-batch-gateway";
    private static final Yaml NOTHING = new Yaml("", null);
    private static final KubernetesSchema SCHEMA = KubernetesSchema.load();
    private static final KnativeSchema KNATIVE = new KnativeSchema(SCHEMA);

    /** What can be applied. */
    enum Overlay {
        SINGLE("single", false),
        SINGLE_MONITORED("single", true),
        REPLICAS("replicas", false),
        REPLICAS_MONITORED("replicas", true),
        KNATIVE("knative", false);

        private final String folder;
        private final boolean isMonitored;

        Overlay(String folder, boolean isMonitored) {
            this.folder = folder;
            this.isMonitored = isMonitored;
        }

        List<Yaml> objects() {
            return Kustomize.render(
                    Path.of("k8s", "overlays", folder),
                    isMonitored ? List.of(Path.of("k8s", "components", "monitoring")) : List.of());
        }
    }

    @BeforeAll
    static void kubectlIsHere() {
        assumeTrue(Kustomize.isHere(), "There is no kubectl on the path, so the overlays are not rendered");
    }

    @Test
    void everyFolderIsAnOverlayOfThisTest() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("k8s", "overlays"))) {
            assertEquals(
                    Stream.of(Overlay.values()).map(overlay -> overlay.folder).collect(Collectors.toSet()),
                    folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectIsAsItsSchemaWants(Overlay overlay) {
        List<Yaml> objects = overlay.objects();

        assertFalse(objects.isEmpty());
        for (Yaml object : objects) {
            List<String> faults = KnativeSchema.isKnative(object) ? KNATIVE.faults(object) : SCHEMA.faults(object);
            assertEquals(List.of(), faults, () -> object.at("kind").text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyContainerIsRestricted(Overlay overlay) {
        for (Yaml pod : pods(overlay.objects())) {
            assertEquals("false", pod.at("automountServiceAccountToken").text());
            for (Yaml container : pod.at("containers").elements()) {
                Yaml context = container.at("securityContext");
                assertEquals("false", context.at("allowPrivilegeEscalation").text());
                assertEquals("true", context.at("readOnlyRootFilesystem").text());
                assertEquals(List.of("ALL"), context.at("capabilities", "drop").there());
                assertEquals("true", ofPodOr(pod, context, "runAsNonRoot").text());
                assertTrue(ofPodOr(pod, context, "runAsUser").number() > 0);
                assertEquals(
                        "RuntimeDefault",
                        ofPodOr(pod, context, "seccompProfile").at("type").text());
                assertTrue(container.at("resources", "limits", "memory").isThere());
                assertTrue(container.at("resources", "requests", "cpu").isThere());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSpoolIsTheOnePlaceThatCanBeWrittenTo(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        Yaml pod = gateway(objects);
        Yaml container = pod.at("containers", 0);

        assertEquals(
                List.of(environment(objects).getOrDefault("GATEWAY_EDGE_SPOOL_DIR", "")),
                container.at("volumeMounts").elements().stream()
                        .map(mount -> mount.at("mountPath").text())
                        .toList());
        assertEquals(1, pod.at("volumes").elements().size());
        assertTrue(pod.at("volumes", 0, "emptyDir", "sizeLimit").isThere());
        assertEquals(
                pod.at("volumes", 0, "name").text(),
                container.at("volumeMounts", 0, "name").text());
    }

    /** A misspelled variable would be ignored. */
    @ParameterizedTest
    @EnumSource
    void everyVariableOfOursIsAKey(Overlay overlay) {
        Set<String> keys = Stream.of(GatewayConfig.class.getMethods())
                .flatMap(section -> Stream.of(section.getReturnType().getMethods())
                        .map(key -> "GATEWAY_" + upper(section.getName()) + "_" + upper(key.getName())))
                .collect(Collectors.toSet());

        Set<String> unknown = environment(overlay.objects()).keySet().stream()
                .filter(name -> name.startsWith("GATEWAY_") && !keys.contains(name))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), unknown);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void thePodIsGivenTheTimeThatLeavingTakes(Overlay overlay) throws Exception {
        Yaml pod = gateway(overlay.objects());
        int grace = pod.at("terminationGracePeriodSeconds").number();
        int before = pod.at("containers", 0, "lifecycle", "preStop", "sleep", "seconds")
                .number();

        assertTrue(before > 0);
        assertTrue(grace - before > attemptTimeout().toSeconds());
        assertTrue(grace - before > shutdownTimeout().toSeconds());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void probesAskTheManagementPort(Overlay overlay) {
        Yaml container = gateway(overlay.objects()).at("containers", 0);

        assertEquals(
                Map.of("http", "8080", "management", "9000"),
                container.at("ports").elements().stream()
                        .collect(Collectors.toMap(port -> port.at("name").text(), port -> port.at("containerPort")
                                .text())));
        assertProbe(container.at("startupProbe"), "/q/health/started");
        assertProbe(container.at("livenessProbe"), "/q/health/live");
        assertProbe(container.at("readinessProbe"), "/q/health/ready");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void whatSelectsFindsPods(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        List<Yaml> templates = all(objects, "Deployment").stream()
                .map(deployment -> deployment.at("spec", "template"))
                .toList();

        all(objects, "Deployment")
                .forEach(deployment -> assertFinds(
                        deployment.at("spec", "selector", "matchLabels"), List.of(deployment.at("spec", "template"))));
        all(objects, "PodDisruptionBudget")
                .forEach(budget -> assertFinds(budget.at("spec", "selector", "matchLabels"), templates));
        all(objects, "NetworkPolicy")
                .forEach(policy -> assertFinds(policy.at("spec", "podSelector", "matchLabels"), templates));
        for (Yaml service : all(objects, "Service")) {
            Yaml template = assertFinds(service.at("spec", "selector"), templates);
            String target = service.at("spec", "ports", 0, "targetPort").text();
            assertTrue(
                    template.at("spec", "containers", 0, "ports").elements().stream()
                            .anyMatch(port -> port.at("name").text().equals(target)),
                    target);
        }
        for (Yaml monitor : all(objects, "ServiceMonitor")) {
            assertFinds(
                    monitor.at("spec", "selector", "matchLabels"),
                    all(objects, "Service").stream()
                            .filter(service -> service.at("spec", "ports", 0, "name")
                                    .text()
                                    .equals(monitor.at("spec", "endpoints", 0, "port")
                                            .text()))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void callersNeedNothingButTheirLabel(Overlay overlay) {
        Yaml policy = named(overlay.objects(), "NetworkPolicy", NAME);

        assertEquals(
                List.of("Ingress", "Egress"), policy.at("spec", "policyTypes").there());
        assertEquals(1, policy.at("spec", "ingress").elements().size());
        assertEquals(
                List.of(Map.of(
                        "namespaceSelector",
                        Map.of(),
                        "podSelector",
                        Map.of("matchLabels", Map.of(NAME + "/caller", "true")))),
                policy.at("spec", "ingress", 0, "from").there());
        assertEquals(
                List.of(Map.of("port", "http")),
                policy.at("spec", "ingress", 0, "ports").there());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void nothingIsReachedButHubSpotNamesAndRedis(Overlay overlay) {
        Yaml policy = named(overlay.objects(), "NetworkPolicy", NAME);

        Set<String> ports = policy.at("spec", "egress").elements().stream()
                .flatMap(rule -> rule.at("ports").elements().stream())
                .map(port -> port.at("port").text())
                .collect(Collectors.toSet());
        assertEquals(overlay.folder.equals("replicas") ? Set.of("443", "53", "6379") : Set.of("443", "53"), ports);
        assertTrue(policy.at("spec", "egress", 0, "to", 0, "ipBlock", "except").elements().stream()
                .anyMatch(range -> range.text().equals("169.254.0.0/16")));
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE", "SINGLE_MONITORED"})
    void aSingleReplicaIsNeverTwo(Overlay overlay) {
        List<Yaml> objects = overlay.objects();

        assertEquals(
                1, named(objects, "Deployment", NAME).at("spec", "replicas").number());
        assertEquals(
                "Recreate",
                named(objects, "Deployment", NAME)
                        .at("spec", "strategy", "type")
                        .text());
        assertEquals(List.of(), all(objects, "HorizontalPodAutoscaler"));
        assertFalse(environment(objects).containsKey("QUARKUS_REDIS_HOSTS"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICAS", "REPLICAS_MONITORED"})
    void replicasShareRedisAndAreSpreadAndScaled(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        Yaml deployment = named(objects, "Deployment", NAME);
        Yaml scaler = named(objects, "HorizontalPodAutoscaler", NAME);
        Map<String, String> environment = environment(objects);

        assertFalse(deployment.at("spec", "replicas").isThere(), "The autoscaler says how many");
        assertTrue(scaler.at("spec", "minReplicas").number() > 1);
        assertEquals(NAME, scaler.at("spec", "scaleTargetRef", "name").text());
        assertEquals(scaler.at("spec", "maxReplicas").text(), environment.getOrDefault("GATEWAY_LIMIT_REPLICAS", ""));
        assertEquals("redis://" + NAME + "-redis:6379", environment.getOrDefault("QUARKUS_REDIS_HOSTS", ""));
        assertTrue(named(objects, "Service", NAME + "-redis").isThere());
        assertEquals(
                Set.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"),
                gateway(objects).at("topologySpreadConstraints").elements().stream()
                        .map(constraint -> constraint.at("topologyKey").text())
                        .collect(Collectors.toSet()));
    }

    @Test
    void aKnativeServiceWaitsAsLongAsABatchMayTakeAndIsAlone() throws Exception {
        Yaml template = named(Overlay.KNATIVE.objects(), "Service", NAME).at("spec", "template");

        assertEquals(
                "1",
                template.at("metadata", "annotations", "autoscaling.knative.dev/max-scale")
                        .text());
        assertEquals(
                "0",
                template.at("metadata", "annotations", "autoscaling.knative.dev/min-scale")
                        .text());
        long deadline = Duration.parse("PT"
                        + environment(Overlay.KNATIVE.objects())
                                .getOrDefault("GATEWAY_EDGE_DEADLINE", "")
                                .toUpperCase(Locale.ROOT))
                .toSeconds();
        int longest = template.at("spec", "timeoutSeconds").number();
        assertEquals(longest, template.at("spec", "responseStartTimeoutSeconds").number());
        assertTrue(
                deadline + attemptTimeout().toSeconds() < longest,
                "calls under way at the deadline are still heard out");
        assertEquals(1, template.at("spec", "containers", 0, "ports").elements().size(), "Knative takes one");
        assertEquals(
                template.at("spec", "containers", 0, "ports", 0, "containerPort")
                        .number(),
                template.at("spec", "containers", 0, "livenessProbe", "tcpSocket", "port")
                        .number(),
                "Knative sends probes of any other port to this one, too");
    }

    private static String upper(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static void assertProbe(Yaml probe, String path) {
        assertEquals(path, probe.at("httpGet", "path").text());
        assertEquals("management", probe.at("httpGet", "port").text());
    }

    /** The first of {@code candidates} that has all of the labels. */
    private static Yaml assertFinds(Yaml selector, List<Yaml> candidates) {
        assertTrue(selector.members().findAny().isPresent(), () -> selector.path() + " selects everything");
        return candidates.stream()
                .filter(candidate -> selector.members().allMatch(label -> label.getValue()
                        .text()
                        .equals(candidate
                                .at("metadata", "labels", label.getKey())
                                .text())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(selector + " finds nothing"));
    }

    /** The variables the gateway gets from its configuration map, or of its own. */
    private static Map<String, String> environment(List<Yaml> objects) {
        Yaml container = gateway(objects).at("containers", 0);
        Stream<Map.Entry<String, Yaml>> mapped = all(objects, "ConfigMap").stream()
                .filter(map -> container.at("envFrom").elements().stream()
                        .anyMatch(source -> source.at("configMapRef", "name")
                                .text()
                                .equals(map.at("metadata", "name").text())))
                .flatMap(map -> map.at("data").members());
        Stream<Map.Entry<String, Yaml>> own = container.at("env").elements().stream()
                .map(variable -> Map.entry(variable.at("name").text(), variable.at("value")));
        return Stream.concat(mapped, own).collect(Collectors.toMap(Map.Entry::getKey, variable -> variable.getValue()
                .text()));
    }

    private static Yaml ofPodOr(Yaml pod, Yaml context, String name) {
        return context.at(name).isThere() ? context.at(name) : pod.at("securityContext", name);
    }

    private static Yaml gateway(List<Yaml> objects) {
        return pods(objects).stream()
                .filter(pod -> pod.at("containers", 0, "name").text().equals("gateway"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Yaml> pods(List<Yaml> objects) {
        return objects.stream()
                .map(object -> object.at("spec", "template", "spec"))
                .filter(Yaml::isThere)
                .toList();
    }

    private static List<Yaml> all(List<Yaml> objects, String kind) {
        return objects.stream()
                .filter(object -> object.at("kind").text().equals(kind))
                .toList();
    }

    private static Yaml named(List<Yaml> objects, String kind, String name) {
        return all(objects, kind).stream()
                .filter(object -> object.at("metadata", "name").text().equals(name))
                .findFirst()
                .orElse(NOTHING);
    }

    private static Duration attemptTimeout() throws Exception {
        return byDefault(GatewayConfig.Dispatch.class, "attemptTimeout");
    }

    private static Duration byDefault(Class<?> section, String key) throws Exception {
        return duration(section.getMethod(key).getAnnotation(WithDefault.class).value());
    }

    private static Duration shutdownTimeout() throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        return duration(properties.getProperty("quarkus.shutdown.timeout"));
    }

    private static Duration duration(String text) {
        Converter<Duration> converter = new io.quarkus.runtime.configuration.DurationConverter();
        return converter.convert(text);
    }
}
