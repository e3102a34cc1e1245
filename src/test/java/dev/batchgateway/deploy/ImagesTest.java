package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.batchgateway.Program;
import dev.batchgateway.deploy.Dockerfile.Instruction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Dockerfiles promise, as far as their text can show it. */
class ImagesTest {
    private static final Set<String> KNOWN = Set.of(
            "ARG",
            "FROM",
            "LABEL",
            "WORKDIR",
            "COPY",
            "RUN",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "ENV");

    static List<String> all() throws IOException {
        return Dockerfile.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyBaseHasAVersionAndNothingIsFetchedOnTheWay(String ending) {
        Dockerfile image = Dockerfile.read(ending);

        assertTrue(image.instructions().stream().map(Instruction::name).allMatch(KNOWN::contains), image::toString);
        for (Instruction from : image.all("FROM")) {
            String base = from.words().get(0);
            String named =
                    base.startsWith("${") ? image.all("ARG").get(0).text().split("=", 2)[1] : base;
            assertTrue(named.matches("[^:]+:(?!latest)[\\w.-]+"), named);
        }
        assertTrue(image.all("RUN").stream().allMatch(Instruction::isList), "A shell is run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "native-micro"})
    void runsAsNobodyWithoutAShellAndIsToldToLeaveBySigterm(String ending) {
        Dockerfile image = Dockerfile.read(ending);

        assertTrue(image.last("USER").text().matches("[1-9]\\d*:[1-9]\\d*"), "Kubernetes' runAsNonRoot wants numbers");
        assertTrue(image.last("ENTRYPOINT").isList());
        assertEquals("SIGTERM", image.last("STOPSIGNAL").text());
        assertEquals(List.of("8080", "9000"), image.last("EXPOSE").words());
        assertEquals(
                Set.of("title", "description", "licenses", "version", "revision"),
                image.last("LABEL").words().stream()
                        .filter(word -> word.startsWith("org.opencontainers.image."))
                        .map(word -> word.replaceAll("org.opencontainers.image.|=.*", ""))
                        .collect(Collectors.toSet()));
        for (String argument : List.of("VERSION", "REVISION")) {
            assertTrue(
                    image.last("LABEL")
                            .words()
                            .contains("org.opencontainers.image." + argument.toLowerCase(Locale.ROOT) + "=\"${"
                                    + argument + "}\""),
                    argument);
        }
    }

    /** A runner's name holds the version; what is not there yet is not looked for. */
    @ParameterizedTest
    @CsvSource({
        "jvm, target/quarkus-app/",
        "native, target/hubspot-batch-gateway-*-runner",
        "native-micro, target/hubspot-batch-gateway-*-runner"
    })
    void isMadeOfTheBuildAndNothingElse(String ending, String source) throws IOException {
        List<String> letIn = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertEquals(List.of("*", "!target/quarkus-app", "!target/*-runner"), letIn);
        for (Instruction copy : Dockerfile.read(ending).all("COPY")) {
            List<String> words = copy.words().stream()
                    .filter(word -> !word.startsWith("--chmod"))
                    .toList();
            boolean isLibrary =
                    words.get(0).equals("--from=libraries") && words.get(1).endsWith("/libz.so.1");
            boolean isSpool = words.get(0).startsWith("--from=") && words.get(2).equals("/srv/");
            assertTrue(
                    isLibrary
                            || isSpool
                            || words.get(0).startsWith("--from=program")
                            || words.get(0).startsWith(source),
                    copy::text);
        }
    }

    /** A folder that is empty in every base, so that nothing is put into it. */
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "native-micro"})
    void theSpoolBelongsToTheUser(String ending) {
        Dockerfile image = Dockerfile.read(ending);
        List<String> copy = image.all("COPY").stream()
                .map(Instruction::words)
                .filter(words -> words.get(words.size() - 1).equals("/spool/"))
                .findFirst()
                .orElseThrow();

        assertEquals("--chown=" + image.last("USER").text(), copy.get(1));
        assertEquals("/srv/", copy.get(2));
        assertTrue(image.environment().containsValue("/spool"), "GATEWAY_EDGE_SPOOL_DIR");
    }

    /** Buffers outside of the heap may take as much as the heap, on the JVM and in the binary. */
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "native-micro"})
    void objectsAndBuffersFitIntoTheContainerAndWithoutMemoryItEnds(String ending) {
        List<String> start = Dockerfile.read(ending).last("ENTRYPOINT").words();

        int percent = start.stream()
                .filter(word -> word.matches("-XX:(MaxRAMPercentage|MaximumHeapSizePercent)=\\d+"))
                .mapToInt(word -> Integer.parseInt(word.split("=", 2)[1]))
                .findFirst()
                .orElseThrow();
        assertTrue(2 * percent <= 80, start::toString);
        assertTrue(start.contains("-XX:+ExitOnOutOfMemoryError"), start::toString);
    }

    /** As {@code AddressesIT} shows that it is needed. */
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "native-micro"})
    void hubSpotIsReachedWhereThereIsNoIpv4(String ending) {
        List<String> start = Dockerfile.read(ending).last("ENTRYPOINT").words();

        assertTrue(start.contains("-Djava.net.preferIPv6Addresses=system"), start::toString);
        int jar = start.indexOf("-jar");
        assertTrue(jar < 0 || start.indexOf("-Djava.net.preferIPv6Addresses=system") < jar, "The JVM's, not ours");
    }

    /** {@code UnpackedImageIT} runs the smaller one; what it shows holds for the other, which has a shell besides. */
    @Test
    void bothImagesOfTheBinaryRunIt() {
        Dockerfile micro = Dockerfile.read("native-micro");
        Dockerfile debian = Dockerfile.read("native");

        assertEquals(micro.environment(), debian.environment());
        for (String name :
                List.of("ARG", "LABEL", "WORKDIR", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT")) {
            assertEquals(micro.all(name), debian.all(name), name);
        }
        assertEquals(copiesOfOurs(micro), copiesOfOurs(debian));
        assertEquals(
                micro.all("FROM").get(0).words().get(0),
                debian.last("FROM").text(),
                "where the smaller one has its library from");
        assertEquals(List.of(), debian.all("RUN"));
    }

    /** What is copied, and where to, but for libraries and for the name of the stage that the empty folder is from. */
    private static List<String> copiesOfOurs(Dockerfile image) {
        return image.all("COPY").stream()
                .map(Instruction::text)
                .filter(copy -> !copy.contains("/usr/lib/"))
                .map(copy -> copy.replaceFirst("--from=\\w+", "--from"))
                .toList();
    }

    /** The collector and its layout are in the cache; another one would leave parts of it aside. */
    @Test
    void theCacheIsMadeAsItIsUsed() {
        Dockerfile image = Dockerfile.read("jvm");
        String run = image.last("RUN").text();

        List<String> shaping = image.last("ENTRYPOINT").words().stream()
                .filter(word -> word.matches("-XX:(\\+Use\\w+GC|NewRatio=\\d+)"))
                .toList();
        assertEquals(2, shaping.size());
        shaping.forEach(option -> assertTrue(run.contains(option), option));
        assertTrue(run.contains("-Xmx"), "else it is the building machine's memory that counts");
    }

    /** Which would be one thing more to have, and is not in every base. */
    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native", "native-micro"})
    void theProgramIsItsOwnHealthCheck(String ending) {
        Dockerfile image = Dockerfile.read(ending);
        List<String> question = question(image);
        List<String> start = image.last("ENTRYPOINT").words();

        assertEquals(ending.equals("jvm") ? "env" : start.get(0), question.get(0));
        assertTrue(question.contains(start.get(0)), question::toString);
        assertEquals("--health", question.get(question.size() - 1));
        assertTrue(image.last("HEALTHCHECK").words().contains("--timeout=5s"), "longer than HealthQuestion waits, 4 s");
        if (ending.equals("jvm")) {
            assertTrue(question.contains(Program.class.getName()), question::toString);
            assertEquals(
                    image.last("WORKDIR").text() + "/app/*",
                    question.get(question.indexOf("-cp") + 1),
                    "our own jar's folder");
            assertTrue(image.all("COPY").stream().anyMatch(copy -> copy.text().equals("target/quarkus-app/app/ app/")));
        }
    }

    /** With nothing but our own classes, as in the image; where a binary is asked, HealthSwitchIT asks it. */
    @Test
    void theJvmsHealthCheckTellsHealthyFromNot() throws Exception {
        List<String> question = question(Dockerfile.read("jvm")).stream()
                .map(word -> word.equals("/app/app/*") ? "target/classes" : word)
                .map(word -> word.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : word)
                .toList();
        int[] status = {200};
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        gateway.start();
        int port = gateway.getAddress().getPort();

        assertEquals(0, exitStatus(question, port));
        status[0] = 503;
        assertEquals(1, exitStatus(question, port), "DOWN");
        gateway.stop(0);
        assertEquals(1, exitStatus(question, port), "nobody there");
    }

    /** What is the same in the image that Jib puts together, whose settings are in the pom; its spool is /tmp. */
    @Test
    void jibsImageIsTheJvmsImage() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Dockerfile image = Dockerfile.read("jvm");
        List<String> start = image.last("ENTRYPOINT").words().stream()
                .filter(word -> !word.startsWith("-XX:AOTCache"))
                .map(word -> word.replace("/app/", ""))
                .toList();

        assertEquals(String.join(",", start), property(pom, "quarkus.jib.jvm-entrypoint"));
        assertEquals(image.last("USER").text(), property(pom, "quarkus.jib.user"));
        assertEquals(String.join(",", image.last("EXPOSE").words()), property(pom, "quarkus.jib.ports"));
        assertEquals(image.last("WORKDIR").text(), property(pom, "quarkus.jib.working-directory"));
        image.environment().forEach((name, value) -> {
            String here = property(pom, "quarkus.jib.environment-variables." + name);
            assertEquals(value.equals("/spool") ? "/tmp" : value, here, name);
        });
        for (String label : List.of("description", "licenses")) {
            String value = property(pom, "quarkus.container-image.labels.org.opencontainers.image." + label);
            assertTrue(
                    image.last("LABEL").text().contains("org.opencontainers.image." + label + "=\"" + value + "\""),
                    value);
        }
    }

    @Test
    void theSmallestImageHasNoShell() {
        assertTrue(Dockerfile.read("native-micro").last("FROM").text().contains("distroless"));
    }

    @Test
    void lambdasAdapterAsksThePortsThatTheImageHas() {
        Dockerfile lambda = Dockerfile.read("lambda");
        List<String> environment = lambda.last("ENV").words();

        assertTrue(environment.contains("AWS_LWA_PORT=8080"));
        assertTrue(environment.contains("AWS_LWA_READINESS_CHECK_PORT=9000"));
        assertTrue(environment.contains("AWS_LWA_READINESS_CHECK_PATH=/q/health/ready"));
        assertFalse(lambda.last("COPY").text().contains("target"));
    }

    private static String property(String pom, String name) {
        return pom.split("<" + name + ">", 2)[1].split("<", 2)[0];
    }

    /** What the health check runs. */
    private static List<String> question(Dockerfile image) {
        return new Instruction("CMD", image.last("HEALTHCHECK").text().split("CMD ", 2)[1]).words();
    }

    private static int exitStatus(List<String> question, int port) throws Exception {
        ProcessBuilder asking =
                new ProcessBuilder(question).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        asking.environment()
                .putAll(Map.of(
                        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1", "QUARKUS_MANAGEMENT_PORT", String.valueOf(port)));
        Process process = asking.start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
