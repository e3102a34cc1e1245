package dev.batchgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The log of the program that {@code @QuarkusIntegrationTest} starts in a process of its own. Its launcher begins a new
 * file with each program, so it is read as long as the program is there.
 */
final class ProgramLog {
    /** Where the launcher has the program write it. */
    static final Path WRITTEN = Path.of("target", "quarkus.log");

    private final Path file;

    ProgramLog(Path file) {
        this.file = file;
    }

    /** Its lines that hold a token or a property's value; of those that are there by now. */
    List<String> leaks(LogWatch watch) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(watch::holds).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody can tell whether a token is in a log that is not there", e);
        }
    }
}
