package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx as a plain reverse proxy in front of an upstream, connections kept on both sides, in one worker process. */
final class NginxProcess implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Process process;
    private final Path directory;
    private final int port;

    private NginxProcess(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts it, if the machine has it. */
    static Optional<NginxProcess> start(URI upstream) throws IOException, InterruptedException {
        Optional<Path> program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = freePort();
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "nginx");
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(directory, port, upstream));
        Process process = new ProcessBuilder(List.of(
                        program.get().toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        "stderr"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        NginxProcess nginx = new NginxProcess(process, directory, port);
        nginx.awaitReady();
        return Optional.of(nginx);
    }

    /** Bodies and answers of a call fit into its buffers, so that nothing goes through a file. */
    private static String configuration(Path directory, int port, URI upstream) {
        return """
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              client_body_buffer_size 128k;
              keepalive_requests 1000000000;
              upstream hubspot { server %3$s; keepalive 64; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%2$d;
                location / {
                  proxy_pass http://hubspot;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffers 8 32k;
                }
              }
            }
            """.formatted(directory, port, upstream.getAuthority());
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    close();
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** CPU time its worker has used so far. */
    CpuTime cpu() {
        return process.children().map(worker -> CpuTime.of(worker.pid())).reduce(CpuTime.NONE, CpuTime::plus);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
