package dev.batchgateway.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server that can be killed, started again empty, and held up. Keeps nothing on disk. */
public final class RedisProcess implements AutoCloseable {
    private static final int KILLED_WITHIN_SECONDS = 10;
    private static final int ANSWERS_WITHIN_MILLIS = 10_000;

    private final int port;
    private final File server;
    private @Nullable Process process;

    private RedisProcess(int port) throws IOException {
        this.port = port;
        this.server = ExecutableProvider.newJarResourceProvider().get();
    }

    /** A server on a free port of this machine, ready. */
    public static RedisProcess started() {
        try {
            RedisProcess redis = new RedisProcess(freePort());
            redis.start();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** As {@code quarkus.redis.hosts} has it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, empty, on the port it had before. */
    public void start() {
        try {
            process = new ProcessBuilder(List.of(
                            server.getPath(), "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", ""))
                    .directory(server.getParentFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, with all it knows. */
    public void kill() {
        try {
            if (process != null && !process.destroyForcibly().waitFor(KILLED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis cannot be killed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while Redis was killed", e);
        }
    }

    /** How many keys it has whose names match {@code pattern}, which is as {@code KEYS} has it and without spaces. */
    public int keys(String pattern) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
            socket.getOutputStream().write(("KEYS " + pattern + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (answer == null || !answer.startsWith("*")) {
                throw new IOException("Redis did not count its keys: " + answer);
            }
            return Integer.parseInt(answer.substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds it up: connections are still taken by the system, and nobody answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        if (process == null) {
            throw new IllegalStateException("Redis was never started");
        }
        try {
            int ended = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (ended != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + ended);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while Redis was signalled", e);
        }
    }

    /** What it prints later goes to a thread that forgets it, or a full pipe would hold it up. */
    private static void awaitReady(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains("Ready to accept connections")) {
                Thread drain = new Thread(() -> output.lines().forEach(later -> {}), "redis-output");
                drain.setDaemon(true);
                drain.start();
                return;
            }
        }
        throw new IOException("Redis did not start: " + lines);
    }
}
