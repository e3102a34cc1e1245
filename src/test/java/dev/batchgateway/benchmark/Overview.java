package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The one table that {@code src/benchmark/run} prints when everything has run: what each comparison comes to, in a row
 * or a few. A program adds a row as soon as it knows one, to the file that the system property {@code
 * benchmark.overview} names; without it nothing is kept, since a program's own table says it all.
 */
final class Overview {
    private static final String FILE = "benchmark.overview";

    private final Optional<Path> file;

    private Overview(Optional<Path> file) {
        this.file = file;
    }

    /** That of this run of the script, if it is one. */
    static Overview ofThisRun() {
        return new Overview(Optional.ofNullable(System.getProperty(FILE)).map(Path::of));
    }

    /**
     * Adds a row.
     *
     * @param what is compared
     * @param asked what is asked for, or a dash
     * @param gateway what was seen of the gateway
     * @param beside what was seen beside it, and of what
     * @param comesTo what both come to, most often a ratio
     */
    void row(String what, String asked, String gateway, String beside, String comesTo) {
        file.ifPresent(overview ->
                append(overview, "| " + String.join(" | ", what, asked, gateway, beside, comesTo) + " |\n"));
    }

    private static void append(Path overview, String row) {
        try {
            Files.writeString(
                    overview, row, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
