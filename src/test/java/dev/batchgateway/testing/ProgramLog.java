package dev.batchgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The log of the program that {@code @QuarkusIntegrationTest} starts in a process of its own. Its launcher begins a new
 * file with each program, so it is read as long as the program is there.
 */
public final class ProgramLog {
    /** Where the launcher has the program write it. */
    static final Path WRITTEN = Path.of("target", "quarkus.log");

    private final Path file;

    ProgramLog(Path file) {
        this.file = file;
    }

    /** The lines that the program has written by now and that hold {@code text}. */
    public static List<String> lines(String text) {
        return new ProgramLog(WRITTEN).lines(line -> line.contains(text));
    }

    /** Its lines that hold a token or a property's value; of those that are there by now. */
    List<String> leaks(LogWatch watch) {
        return lines(watch::holds);
    }

    private List<String> lines(Predicate<String> kind) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(kind).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Nobody can tell what is in a log that is not there", e);
        }
    }
}
