package dev.batchgateway.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own that prints where it listens. */
final class PrintedAddress implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://[^ ]*:\\d+");

    private final Process process;
    private final URI url;

    private PrintedAddress(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it; it serves when this returns. */
    static PrintedAddress start(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    return new PrintedAddress(process, URI.create(address.group()));
                }
            }
            throw new IllegalStateException(command + " does not start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
