package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.deploy.Dockerfile.Instruction;
import dev.batchgateway.network.Gateways;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of what the last build made, as its Dockerfile lays it out, run without a container engine: by Bubblewrap, as
 * the user the image names, on a root that cannot be written to but for the spool. What the base image brings is taken
 * from this machine: for the JVM its system and a JDK 25, for the binary the C library and zlib, which its Dockerfile copies.
 *
 * <p>Where root runs this, the program's files are root's, as in the image, and the user is another one; where somebody else
 * does, everything is theirs, and files that only root may read would be found by their modes alone.
 */
class UnpackedImageIT {
    private static final int PATIENCE_SECONDS = 120;
    private static final String CHOWN = "--chown=";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theFirstBatchGoesThroughOnAReadOnlyRootAsAnUnprivilegedUser() throws Exception {
        Dockerfile image = Dockerfile.read(GatewayProcess.isNative() ? "native-micro" : "jvm");
        Path app = ImageFiles.folder(folder.resolve("app"));
        Path spool = ImageFiles.folder(folder.resolve("spool"));
        List<String> box = box(image, app, spool);
        assumeTrue(
                Sandbox.isHere(), "Bubblewrap is not here or may not make a sandbox, so the image's layout is not run");
        for (Instruction copy : image.all("COPY")) {
            ImageFiles.copy(copy, app);
        }
        for (Instruction run : image.all("RUN")) {
            assertEquals(0, run(Sandbox.alone(during(image, app), run.words()), Map.of()), run::text);
        }
        assertEquals(List.of(), ImageFiles.closedToOthers(app));
        List<String> command = asItsUser(image, app, spool, Sandbox.of(box, start(image)));

        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                GatewayProcess gateway = GatewayProcess.start(command, hubSpot.url(), image.environment())) {
            Gateways.assertReachesHubSpot(gateway);

            assertEquals(3, hubSpot.ledger().summary().writes());
            assertTrue(
                    gateway.log().lines().noneMatch(line -> line.contains("WARN") || line.startsWith("[")),
                    gateway.log());
            List<String> question = asItsUser(image, app, spool, Sandbox.of(box, healthCheck(image)));
            assertEquals(0, run(question, Map.of("QUARKUS_MANAGEMENT_PORT", port(gateway))), "as healthy as it is");
        }
    }

    private static List<String> healthCheck(Dockerfile image) {
        return new Instruction("CMD", image.last("HEALTHCHECK").text().split("CMD ", 2)[1]).words();
    }

    private static String port(GatewayProcess gateway) {
        return String.valueOf(gateway.management().getPort());
    }

    /** Where root runs this; and the spool's owner is who the image says, which need not be the user. */
    private List<String> asItsUser(Dockerfile image, Path app, Path spool, List<String> command) throws IOException {
        String user = image.last("USER").text();
        List<Path> seen = new ArrayList<>(List.of(app, spool));
        if (!GatewayProcess.isNative()) {
            seen.add(jdk25().orElseThrow().toRealPath());
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        if (!Sandbox.isHereFor(user, seen)) {
            return command;
        }
        String[] owner = image.all("COPY").stream()
                .map(Instruction::words)
                .filter(words -> words.contains("/spool/"))
                .flatMap(List::stream)
                .filter(word -> word.startsWith(CHOWN))
                .findFirst()
                .orElseThrow()
                .substring(CHOWN.length())
                .split(":", 2);
        Files.setAttribute(spool, "unix:uid", Integer.valueOf(owner[0]));
        Files.setAttribute(spool, "unix:gid", Integer.valueOf(owner[1]));
        return Sandbox.as(user, command);
    }

    /** A cache that does not fit is left aside without a word; here the JVM does not start then. */
    private static List<String> start(Dockerfile image) {
        List<String> words = new ArrayList<>(image.last("ENTRYPOINT").words());
        if (words.get(0).equals("java")) {
            words.add(1, "-XX:AOTMode=on");
        }
        return words;
    }

    /** The sandbox of the finished image. */
    private static List<String> box(Dockerfile image, Path app, Path spool) throws IOException {
        String[] user = image.last("USER").text().split(":", 2);
        List<String> box = new ArrayList<>(base());
        box.addAll(List.of("--ro-bind", app.toString(), "/app", "--bind", spool.toString(), "/spool"));
        box.addAll(List.of("--uid", user[0], "--gid", user[1]));
        box.addAll(List.of("--chdir", image.last("WORKDIR").text(), "--remount-ro", "/"));
        return box;
    }

    /** The sandbox in which the image is made. */
    private static List<String> during(Dockerfile image, Path app) throws IOException {
        List<String> box = new ArrayList<>(base());
        box.addAll(List.of(
                "--bind",
                app.toString(),
                "/app",
                "--chdir",
                image.last("WORKDIR").text()));
        return box;
    }

    private static List<String> base() throws IOException {
        List<String> box = new ArrayList<>(List.of("--proc", "/proc", "--dev", "/dev", "--dir", "/tmp"));
        if (GatewayProcess.isNative()) {
            for (String library :
                    List.of("libc.so.6", "libm.so.6", "libz.so.1", "libdl.so.2", "libpthread.so.0", "librt.so.1")) {
                Path file = Path.of("/lib/x86_64-linux-gnu", library);
                box.addAll(
                        Files.exists(file)
                                ? List.of("--ro-bind", file.toRealPath().toString(), file.toString())
                                : List.of());
            }
            box.addAll(List.of("--ro-bind", "/lib64/ld-linux-x86-64.so.2", "/lib64/ld-linux-x86-64.so.2"));
        } else {
            Optional<Path> jdk = jdk25();
            assumeTrue(jdk.isPresent(), "There is no JDK 25 here, which the JVM image starts the gateway with");
            box.addAll(List.of(
                    "--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/java-25-openjdk", "/etc/java-25-openjdk"));
            box.addAll(List.of(
                    "--symlink",
                    "usr/lib",
                    "/lib",
                    "--symlink",
                    "usr/lib64",
                    "/lib64",
                    "--symlink",
                    "usr/bin",
                    "/bin"));
            box.addAll(List.of("--ro-bind", jdk.orElseThrow().toRealPath().toString(), "/opt/java"));
            box.addAll(List.of("--setenv", "PATH", "/opt/java/bin:/usr/bin", "--unsetenv", "JAVA_HOME"));
        }
        return box;
    }

    private static Optional<Path> jdk25() throws IOException {
        List<Path> homes = new ArrayList<>();
        Optional.ofNullable(System.getenv("JDK25_HOME")).map(Path::of).ifPresent(homes::add);
        homes.add(Path.of(System.getProperty("java.home")));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.exists(installed)) {
            try (Stream<Path> folders = Files.list(installed)) {
                homes.addAll(folders.sorted().toList());
            }
        }
        for (Path home : homes) {
            Path release = home.resolve("release");
            if (Files.exists(release) && Files.readString(release).contains("JAVA_VERSION=\"25")) {
                return Optional.of(home);
            }
        }
        return Optional.empty();
    }

    private static int run(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), command::toString);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + command + " ran", e);
        }
        return process.exitValue();
    }
}
