package dev.batchgateway.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One version of HubSpot's Node SDK, in a directory of its own. */
final class NodeSdk {
    /** Where the lock files are. */
    static final Path SOURCES = Path.of("src", "test", "node");

    private static final Path BUILD = Path.of("target", "node");
    /** The name of each. */
    static final String LOCK = "package-lock.json";

    private static final String SCRIPT = "drop-in.js";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How a program ended. */
    record Ran(int status, String output, String errors) {}

    private final Path directory;

    private NodeSdk(Path directory) {
        this.directory = directory;
    }

    /** The one of that directory, installed; skips the test where there is no Node, or npm reaches no registry. */
    static NodeSdk installed(String name) {
        isNodeHere();
        try {
            Path directory = Files.createDirectories(BUILD.resolve(name));
            Path lock = SOURCES.resolve(name).resolve(LOCK);
            Path installedLock = directory.resolve("installed-" + LOCK);
            Files.copy(SOURCES.resolve(SCRIPT), directory.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
            if (!Files.exists(installedLock) || Files.mismatch(lock, installedLock) >= 0) {
                install(SOURCES.resolve(name), directory);
                Files.copy(lock, installedLock, StandardCopyOption.REPLACE_EXISTING);
            }
            return new NodeSdk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where there is no Node. */
    static void isNodeHere() {
        assumeTrue(isThere("node") && isThere("npm"), "Skipped: there is no node or no npm here");
    }

    private static void install(Path from, Path directory) throws IOException {
        for (String file : List.of("package.json", LOCK)) {
            Files.copy(from.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        install(directory, Map.of(), PATIENCE);
    }

    /**
     * What the lock file in {@code directory} names; skips the test where npm does not reach its registry, or is not served
     * by it in time.
     */
    static void install(Path directory, Map<String, String> environment, Duration patience) {
        Optional<Ran> ended = ended(
                patience,
                directory,
                environment,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
        String hindered = ended.map(NodeSdk::hindered).orElse("npm has not installed the SDK within " + patience);
        assumeTrue(hindered.isEmpty(), () -> "Skipped: " + hindered);
        Ran npm = ended.orElseThrow();
        assertEquals(0, npm.status(), () -> "npm cannot install the SDK: " + npm.errors());
    }

    /** What the network has done to it; empty if nothing. */
    private static String hindered(Ran npm) {
        return npm.status() != 0 && NpmErrors.areOfTheNetwork(npm.errors())
                ? "npm does not reach its registry: " + npm.errors()
                : "";
    }

    /** Runs the script with it. */
    Ran run(Map<String, String> environment) {
        return run(directory, environment, "node", SCRIPT);
    }

    private static boolean isThere(String program) {
        try {
            return run(Path.of("."), Map.of(), program, "--version").status() == 0;
        } catch (UncheckedIOException absent) {
            return false;
        }
    }

    private static Ran run(Path directory, Map<String, String> environment, String... command) {
        return ended(PATIENCE, directory, environment, command)
                .orElseThrow(() -> new AssertionError(String.join(" ", command) + " does not end"));
    }

    /** Empty where it has not ended in time, and is ended. */
    private static Optional<Ran> ended(
            Duration patience, Path directory, Map<String, String> environment, String... command) {
        try {
            File output = File.createTempFile("node-", ".out");
            File errors = File.createTempFile("node-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output)
                    .redirectError(errors);
            // Of two ways to write one setting npm takes the last one that it finds.
            builder.environment().keySet().removeIf(key -> environment.containsKey(key.toLowerCase(Locale.ROOT)));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Optional<Ran> ran = Optional.empty();
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                ran = Optional.of(new Ran(process.exitValue(), text(output), text(errors)));
            } else {
                process.destroyForcibly().waitFor();
            }
            Files.delete(output.toPath());
            Files.delete(errors.toPath());
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + command[0] + " ran", e);
        }
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }
}
