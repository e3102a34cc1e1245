package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.GatewayConfig;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every overlay as a cluster gets it, with its components and without. */
class OverlaysTest {
    private static final String NAME = "hubspot-batch-gateway";
    private static final Yaml NOTHING = new Yaml("", null);
    private static final KubernetesSchema SCHEMA = KubernetesSchema.load();
    private static final KnativeSchema KNATIVE = new KnativeSchema(SCHEMA);

    /** What can be applied. */
    enum Overlay {
        SINGLE("single"),
        SINGLE_MONITORED("single", "monitoring"),
        SINGLE_NATIVE("single", "native"),
        SINGLE_TLS("single", "tls"),
        REPLICAS("replicas"),
        REPLICAS_MONITORED("replicas", "monitoring"),
        REPLICAS_WITH_ALL("replicas", "native", "tls", "monitoring"),
        KNATIVE("knative");

        private final String folder;
        private final String components;

        Overlay(String folder, String... components) {
            this.folder = folder;
            this.components = String.join(" ", components);
        }

        List<Yaml> objects() {
            return Kustomize.render(
                    Path.of("k8s", "overlays", folder),
                    components()
                            .map(component -> Path.of("k8s", "components", component))
                            .toList());
        }

        Stream<String> components() {
            return Stream.of(components.split(" ", -1)).filter(component -> !component.isEmpty());
        }

        /** The name of the port that callers use. */
        String port() {
            return components().anyMatch("tls"::equals) ? "https" : "http";
        }
    }

    @BeforeAll
    static void kubectlIsHere() {
        assumeTrue(Kustomize.isHere(), "There is no kubectl on the path, so the overlays are not rendered");
    }

    @Test
    void everyFolderIsAnOverlayOrAComponentOfThisTest() throws IOException {
        assertEquals(
                folders("overlays"),
                Stream.of(Overlay.values()).map(overlay -> overlay.folder).collect(Collectors.toSet()));
        assertEquals(
                folders("components"),
                Stream.of(Overlay.values()).flatMap(Overlay::components).collect(Collectors.toSet()));
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
                        .filter(mount -> !mount.at("readOnly").text().equals("true"))
                        .map(mount -> mount.at("mountPath").text())
                        .toList());
        assertTrue(pod.at("volumes", 0, "emptyDir", "sizeLimit").isThere());
        assertTrue(pod.at("volumes").elements().stream().skip(1).allMatch(volume -> volume.at("secret")
                .isThere()));
        assertEquals(names(pod.at("volumes")), names(container.at("volumeMounts")), "what is mounted is what there is");
    }

    /** What the gateway's own bound lets onto the disk fits into what the pod asks for, and the volume holds more. */
    @ParameterizedTest
    @EnumSource
    void theDiskHoldsTheSpool(Overlay overlay) throws Exception {
        Yaml pod = gateway(overlay.objects());
        Yaml resources = pod.at("containers", 0, "resources");
        BigDecimal spool = new BigDecimal(new MemorySizeConverter()
                .convert(GatewayConfig.Edge.class
                        .getMethod("maxSpool")
                        .getAnnotation(WithDefault.class)
                        .value())
                .asBigInteger());

        assertTrue(bytes(resources.at("requests", "ephemeral-storage")).compareTo(spool) > 0);
        assertTrue(bytes(pod.at("volumes", 0, "emptyDir", "sizeLimit")).compareTo(spool) > 0);
        assertTrue(bytes(resources.at("limits", "ephemeral-storage"))
                        .compareTo(bytes(pod.at("volumes", 0, "emptyDir", "sizeLimit")))
                >= 0);
    }

    /** A misspelled variable would be ignored. */
    @ParameterizedTest
    @EnumSource
    void everyVariableOfOursIsAKey(Overlay overlay) {
        Set<String> keys = keys();

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
                Map.of(overlay.port(), overlay.port().equals("https") ? "8443" : "8080", "management", "9000"),
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
                List.of(Map.of("port", overlay.port())),
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
        assertEquals(
                overlay.folder.equals("replicas") ? Set.of("443", "53", "5353", "6379") : Set.of("443", "53", "5353"),
                ports);
    }

    /** No private address, nor one of the cloud's own (169.254), whichever way it is written. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void onlyPublicAddressesAreReached(Overlay overlay) {
        Map<String, List<String>> ranges =
                named(overlay.objects(), "NetworkPolicy", NAME).at("spec", "egress", 0, "to").elements().stream()
                        .map(to -> to.at("ipBlock"))
                        .collect(Collectors.toMap(
                                block -> block.at("cidr").text(), block -> block.at("except").elements().stream()
                                        .map(Yaml::text)
                                        .toList()));

        assertEquals(Set.of("0.0.0.0/0", "2000::/3", "64:ff9b::/96"), ranges.keySet());
        List<String> exceptions = ranges.getOrDefault("0.0.0.0/0", List.of());
        assertTrue(exceptions.contains("169.254.0.0/16"));
        assertEquals(
                exceptions.stream().map(OverlaysTest::byNat64).toList(),
                ranges.getOrDefault("64:ff9b::/96", List.of()));
    }

    /** As the Secret of the component lies in the pod; {@code CallersTlsIT} starts the gateway with these variables. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"SINGLE_TLS", "REPLICAS_WITH_ALL"})
    void withTlsThereIsNoWayInButByTls(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        Map<String, String> environment = environment(objects);
        Yaml port = named(objects, "Service", NAME).at("spec", "ports", 0);
        Yaml container = gateway(objects).at("containers", 0);

        assertEquals("disabled", environment.getOrDefault("QUARKUS_HTTP_INSECURE_REQUESTS", ""));
        assertEquals(
                container.at("ports", 0, "containerPort").text(),
                environment.getOrDefault("QUARKUS_HTTP_SSL_PORT", ""));
        assertEquals("callers", environment.getOrDefault("QUARKUS_HTTP_TLS_CONFIGURATION_NAME", ""));
        String folder = container.at("volumeMounts", 1, "mountPath").text();
        assertEquals(folder + "/tls.crt", environment.getOrDefault("QUARKUS_TLS_CALLERS_KEY_STORE_PEM_TLS_CERT", ""));
        assertEquals(folder + "/tls.key", environment.getOrDefault("QUARKUS_TLS_CALLERS_KEY_STORE_PEM_TLS_KEY", ""));
        assertEquals("443", port.at("port").text());
        assertEquals("https", port.at("targetPort").text());
        assertEquals("https", port.at("appProtocol").text());
    }

    /** A name that nothing has would be found out in the cluster, by a pod that never starts. */
    @ParameterizedTest
    @EnumSource
    void whatPodsAreGivenIsRenderedOrTheReadmeTellsToMakeIt(Overlay overlay) throws IOException {
        List<Yaml> objects = overlay.objects();
        String readme = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
        List<Reference> references =
                pods(objects).stream().flatMap(Reference::of).distinct().toList();

        assertTrue(references.contains(new Reference("Secret", NAME, true)), references::toString);
        for (Reference reference : references) {
            assertTrue(
                    named(objects, reference.kind(), reference.name()).isThere()
                            || (reference.kind().equals("Secret")
                                    && readme.matches(".*kubectl create secret [a-z]+ " + reference.name() + " .*")),
                    reference::toString);
        }
    }

    /** Settings without which the gateway would start as another one than was meant. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void theConfigMapIsWantedAndHasNoOtherUse(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        List<Reference> maps = pods(objects).stream()
                .flatMap(Reference::of)
                .filter(reference -> reference.kind().equals("ConfigMap"))
                .toList();

        assertEquals(1, maps.size());
        assertFalse(maps.get(0).isOptional());
        assertTrue(named(objects, "ConfigMap", maps.get(0).name())
                .at("data", "GATEWAY_EDGE_SPOOL_DIR")
                .isThere());
    }

    @Test
    void theReadmesOwnKustomizationIsRenderedWithItsImageAndItsSetting() throws IOException {
        List<Yaml> objects = readmes("namespace: hubspot\nresources:\n  - github.com/your/clone/k8s/overlays/replicas");

        assertEquals(
                "registry.example/hubspot-batch-gateway:1.0.0-native",
                gateway(objects).at("containers", 0, "image").text());
        assertTrue(gateway(objects).at("nodeSelector").isThere());
        assertEquals(1, all(objects, "ServiceMonitor").size());
        Map<String, String> environment = environment(objects);
        assertEquals("5m", environment.getOrDefault("GATEWAY_EDGE_DEADLINE", ""));
        assertTrue(
                environment
                        .keySet()
                        .containsAll(environment(Overlay.REPLICAS.objects()).keySet()),
                "what was set before is still there");
        assertFitsInto("hubspot", objects);
    }

    /** Knative's objects are lists of things without names to kustomize: a patch that merges would take others away. */
    @Test
    void theReadmesKustomizationForKnativeAddsAndReplacesASetting() throws IOException {
        List<Yaml> objects = readmes("namespace: hubspot\nresources:\n  - github.com/your/clone/k8s/overlays/knative");

        Map<String, String> before = environment(Overlay.KNATIVE.objects());
        Map<String, String> environment = environment(objects);
        assertEquals("512M", environment.getOrDefault("GATEWAY_EDGE_MAX_SPOOL", ""));
        assertEquals("4m", environment.getOrDefault("GATEWAY_EDGE_DEADLINE", ""));
        assertEquals(
                before.getOrDefault("GATEWAY_EDGE_SPOOL_DIR", "none"),
                environment.getOrDefault("GATEWAY_EDGE_SPOOL_DIR", ""));
        assertEquals(before.size() + 1, environment.size());
        assertEquals(
                "registry.example/hubspot-batch-gateway:1.0.0-native",
                gateway(objects).at("containers", 0, "image").text());
        assertFitsInto("hubspot", objects);
    }

    /** The clone's address and branch stand for wherever the manifests are; between brackets kubectl does not read a {@code ?}. */
    private static List<Yaml> readmes(String beginning) throws IOException {
        String text = beginning
                + Files.readString(Path.of("README.md"))
                        .split(Pattern.quote("```yaml\n" + beginning), 2)[1]
                        .split("```", 2)[0];
        return Kustomize.render(
                text.replace("github.com/your/clone", Kustomize.HERE).replaceAll("(?m)\\?ref=main$", ""));
    }

    private static void assertFitsInto(String namespace, List<Yaml> objects) {
        assertFalse(objects.isEmpty());
        Set<String> keys = keys();
        for (Yaml object : objects) {
            assertEquals(namespace, object.at("metadata", "namespace").text(), () -> object.at("kind")
                    .text());
            assertEquals(List.of(), KnativeSchema.isKnative(object) ? KNATIVE.faults(object) : SCHEMA.faults(object));
        }
        assertTrue(environment(objects).keySet().stream()
                .allMatch(name -> !name.startsWith("GATEWAY_") || keys.contains(name)));
    }

    @Test
    void knativeStartsTheNativeBinary() {
        assertTrue(gateway(Overlay.KNATIVE.objects())
                .at("containers", 0, "image")
                .text()
                .endsWith("-native"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"SINGLE_NATIVE", "REPLICAS_WITH_ALL"})
    void theNativeBinaryIsStartedWhereItCanRun(Overlay overlay) {
        Yaml pod = gateway(overlay.objects());

        assertTrue(pod.at("containers", 0, "image").text().endsWith("-native"));
        assertEquals(
                Map.of("kubernetes.io/arch", "amd64"), pod.at("nodeSelector").there());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "KNATIVE")
    void aPodThatIsNotReadyKeepsNoNodeFromBeingDrained(Overlay overlay) {
        assertEquals(
                "AlwaysAllow",
                named(overlay.objects(), "PodDisruptionBudget", NAME)
                        .at("spec", "unhealthyPodEvictionPolicy")
                        .text());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "SINGLE.*")
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
    @EnumSource(mode = Mode.MATCH_ANY, names = "REPLICAS.*")
    void replicasShareRedisAndAreSpreadAndScaled(Overlay overlay) {
        List<Yaml> objects = overlay.objects();
        Yaml deployment = named(objects, "Deployment", NAME);
        Yaml scaler = named(objects, "HorizontalPodAutoscaler", NAME);
        Map<String, String> environment = environment(objects);

        assertFalse(deployment.at("spec", "replicas").isThere(), "The autoscaler says how many");
        assertTrue(scaler.at("spec", "minReplicas").number() > 1);
        assertEquals(NAME, scaler.at("spec", "scaleTargetRef", "name").text());
        int most = scaler.at("spec", "maxReplicas").number()
                + deployment.at("spec", "strategy", "rollingUpdate", "maxSurge").number();
        assertEquals(String.valueOf(most), environment.getOrDefault("GATEWAY_LIMIT_REPLICAS", ""));
        assertEquals(
                "ClientIP",
                named(objects, "Service", NAME).at("spec", "sessionAffinity").text(),
                "what is sent again must find the replica that had it");
        assertEquals("redis://" + NAME + "-redis:6379", environment.getOrDefault("QUARKUS_REDIS_HOSTS", ""));
        assertTrue(named(objects, "Service", NAME + "-redis").isThere());
        assertEquals(
                Set.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"),
                gateway(objects).at("topologySpreadConstraints").elements().stream()
                        .map(constraint -> constraint.at("topologyKey").text())
                        .collect(Collectors.toSet()));
    }

    /** Data, pages that they do not fill, and the program; past its own bound Redis refuses to write, past the pod's it ends. */
    @Test
    void redisMeetsItsOwnBoundBeforeThePods() {
        Yaml container = pods(Overlay.REPLICAS.objects()).stream()
                .map(pod -> pod.at("containers", 0))
                .filter(candidate -> candidate.at("name").text().equals("redis"))
                .findFirst()
                .orElseThrow();
        List<String> words =
                container.at("args").elements().stream().map(Yaml::text).toList();
        String data = words.get(words.indexOf("--maxmemory") + 1);

        assertTrue(data.endsWith("mb"), data);
        BigDecimal bound = bytes(new Yaml("", data.replace("mb", "Mi")));
        assertTrue(
                bytes(container.at("resources", "limits", "memory")).compareTo(bound.multiply(BigDecimal.valueOf(1.5)))
                        > 0);
        assertEquals(
                container.at("resources", "limits", "memory").text(),
                container.at("resources", "requests", "memory").text());
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
                "Knative writes this port into the liveness probe, whatever it names");
        Yaml ready = template.at("spec", "containers", 0, "readinessProbe", "httpGet");
        assertEquals("/q/health/ready", ready.at("path").text());
        assertEquals("9000", ready.at("port").text());
    }

    /** The annotation is the revision's, which the template makes, and not the service's; the value is compared as it is. */
    @Test
    void aStreamIsAnsweredThroughKnativeWhileItStillComes() {
        Yaml template = named(Overlay.KNATIVE.objects(), "Service", NAME).at("spec", "template");

        assertEquals(
                "Enabled",
                template.at("metadata", "annotations", "features.knative.dev/http-full-duplex")
                        .text());
        assertEquals(
                "http1",
                template.at("spec", "containers", 0, "ports", 0, "name").text(),
                "With h2c Knative's proxy fails to do so");
    }

    private static Set<String> folders(String kind) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("k8s", kind))) {
            return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static List<String> names(Yaml list) {
        return list.elements().stream()
                .map(element -> element.at("name").text())
                .toList();
    }

    private static BigDecimal bytes(Yaml quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity.text()));
    }

    /** A range of IPv4 addresses behind NAT64's well-known prefix (RFC 6052). */
    private static String byNat64(String range) {
        int[] numbers =
                Stream.of(range.split("[./]", -1)).mapToInt(Integer::parseInt).toArray();
        return String.format(
                Locale.ROOT,
                "64:ff9b::%x:%x/%d",
                (numbers[0] << 8) | numbers[1],
                (numbers[2] << 8) | numbers[3],
                96 + numbers[4]);
    }

    /** The gateway's own, as variables. */
    private static Set<String> keys() {
        return Stream.of(GatewayConfig.class.getMethods())
                .flatMap(section -> Stream.of(section.getReturnType().getMethods())
                        .map(key -> "GATEWAY_" + upper(section.getName()) + "_" + upper(key.getName())))
                .collect(Collectors.toSet());
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
