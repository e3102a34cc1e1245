package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged program in a process of its own, as the last build made it: its jar or its native binary. */
public final class GatewayProcess implements AutoCloseable {
    private static final Path BUILD = Path.of("target");
    private static final Pattern ADDRESS = Pattern.compile("Listening on: (https?)://([^\\s\"]*):(\\d+)");
    private static final Pattern MANAGEMENT =
            Pattern.compile("Management interface listening on (https?)://([^\\s\"]*):(\\d+)");
    /** Variables whose whole value is one. */
    private static final Pattern SECRET = Pattern.compile("TOKEN|PASSWORD");
    /** In an address: that of a proxy, or of Redis. */
    private static final Pattern PASSWORD = Pattern.compile("://[^/@]*:([^/@]+)@");

    private static final int PATIENCE_SECONDS = 60;

    private final Begun begun;
    private final URI url;
    private final URI management;

    private GatewayProcess(Begun begun) {
        this.begun = begun;
        this.url = address(ADDRESS);
        this.management = address(MANAGEMENT);
    }

    /** A program that may come to serve, or not. */
    private record Begun(Process process, Path log) {
        String written() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void holdsNoSecret() {
            assertFalse(
                    new LogWatch(UsedTokens.all(), new ArrayDeque<>()).holds(written()),
                    () -> "A token or a value is in the log:\n" + written());
        }

        int exitStatus() throws InterruptedException {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "It does not end:\n" + written());
            return process.exitValue();
        }
    }

    /** Starts it on any free port; it serves when this returns. */
    public static GatewayProcess start(URI hubSpot, Map<String, String> environment) {
        return start(command(), hubSpot, environment);
    }

    /** The same by another command than that of the last build. */
    public static GatewayProcess start(List<String> command, URI hubSpot, Map<String, String> environment) {
        return new GatewayProcess(begin(command, hubSpot, environment));
    }

    /** Starts one that must not come to serve, and answers what it has written when it has ended. */
    public static String refused(List<String> command, URI hubSpot, Map<String, String> environment)
            throws InterruptedException {
        Begun begun = begin(command, hubSpot, environment);
        try {
            assertNotEquals(0, begun.exitStatus(), begun::written);
        } finally {
            begun.process().destroyForcibly();
        }
        begun.holdsNoSecret();
        return begun.written();
    }

    private static Begun begin(List<String> command, URI hubSpot, Map<String, String> environment) {
        secrets(environment).forEach(UsedTokens::used);
        try {
            Path log = Files.createTempFile(BUILD, "gateway-process-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // A proxy of the machine's would stand between the gateway and the test's HubSpot.
            builder.environment().keySet().removeIf(name -> name.toUpperCase(Locale.ROOT)
                    .endsWith("_PROXY"));
            builder.environment()
                    .putAll(Map.of(
                            "QUARKUS_HTTP_HOST", "127.0.0.1",
                            "QUARKUS_HTTP_PORT", "0",
                            "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                            "QUARKUS_MANAGEMENT_PORT", "0",
                            "GATEWAY_HUBSPOT_URL", hubSpot.toString()));
            builder.environment().putAll(environment);
            return new Begun(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the environment holds that no log may. */
    private static Stream<String> secrets(Map<String, String> environment) {
        Stream<String> wholes = environment.entrySet().stream()
                .filter(one -> SECRET.matcher(one.getKey()).find())
                .map(Map.Entry::getValue);
        Stream<String> passwords = environment.values().stream()
                .map(PASSWORD::matcher)
                .filter(Matcher::find)
                .map(url -> url.group(1));
        return Stream.concat(wholes, passwords);
    }

    /** Whether the last build made a native binary. */
    public static boolean isNative() {
        return artifact("type").equals("native");
    }

    /** How it is started, with options such as {@code -Duser.language=tr}. */
    public static List<String> command(String... options) {
        String program = BUILD.resolve(artifact("path")).toString();
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(program);
            command.addAll(List.of(options));
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(options));
            command.addAll(List.of("-jar", program));
        }
        return command;
    }

    private static String artifact(String property) {
        Properties artifact = new Properties();
        try (Reader file = Files.newBufferedReader(BUILD.resolve("quarkus-artifact.properties"))) {
            artifact.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return artifact.getProperty(property);
    }

    private URI address(Pattern pattern) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Matcher address = pattern.matcher(log());
        while (!address.find()) {
            if (!begun.process().isAlive() || System.nanoTime() >= end) {
                begun.process().destroyForcibly();
                begun.holdsNoSecret();
                throw new AssertionError("It does not start:\n" + log());
            }
            Polling.pause(Duration.ofMillis(20));
            address = pattern.matcher(log());
        }
        // Quarkus writes an IPv6 address without the brackets that an URI wants.
        String host = address.group(2);
        return URI.create(
                address.group(1) + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.group(3));
    }

    /** What it has written so far. */
    public String log() {
        return begun.written();
    }

    /** Where it serves callers. */
    public URI url() {
        return url;
    }

    /** Its process id. */
    public long pid() {
        return begun.process().pid();
    }

    /** Where it tells how it is. */
    public URI management() {
        return management;
    }

    /** SIGTERM. */
    public void terminate() {
        begun.process().destroy();
    }

    /** SIGINT, which a terminal sends at Ctrl-C. */
    public void interrupt() {
        try {
            assertEquals(
                    0,
                    new ProcessBuilder("sh", "-c", "kill -INT " + pid()).start().waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + pid() + " was to be", e);
        }
    }

    /** Whether SIGINT changes nothing, as for all that a shell's script has begun with {@code &}. */
    public boolean ignoresInterrupts() {
        Path status = Path.of("/proc", String.valueOf(pid()), "status");
        try {
            return Files.exists(status)
                    && Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .anyMatch(line -> line.matches(".*[2367abef]"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        begun.process().destroyForcibly();
    }

    /** Waits for its end and answers its exit status. */
    public int exitStatus() throws InterruptedException {
        return begun.exitStatus();
    }

    @Override
    public void close() {
        begun.process().destroyForcibly();
        begun.holdsNoSecret();
        try {
            Files.delete(begun.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
