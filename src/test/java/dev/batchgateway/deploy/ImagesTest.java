package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.batchgateway.deploy.Dockerfile.Instruction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            assertTrue(
                    isLibrary
                            || words.get(0).startsWith("--from=program")
                            || words.get(0).startsWith(source),
                    copy::text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void theHealthCheckTellsHealthyFromNot(String ending) throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "There is no bash here to run the health check with");
        String command = Dockerfile.read(ending).last("HEALTHCHECK").text().split("CMD ", 2)[1];
        int[] status = {200};
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        gateway.start();
        int port = gateway.getAddress().getPort();

        assertEquals(0, exitStatus(command, port));
        status[0] = 503;
        assertTrue(exitStatus(command, port) != 0, "DOWN");
        gateway.stop(0);
        assertTrue(exitStatus(command, port) != 0, "nobody there");
    }

    @Test
    void onlyImagesWithABashHaveAHealthCheck() {
        assertTrue(Dockerfile.read("native-micro").last("FROM").text().contains("distroless"));
        assertEquals(List.of(), Dockerfile.read("native-micro").all("HEALTHCHECK"));
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

    private static int exitStatus(String command, int port) throws Exception {
        Process process = new ProcessBuilder(
                        new Instruction("CMD", command.replace("9000", String.valueOf(port))).words())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
