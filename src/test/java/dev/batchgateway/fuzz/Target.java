package dev.batchgateway.fuzz;

import dev.batchgateway.edge.BodyTarget;
import dev.batchgateway.edge.LineTarget;
import dev.batchgateway.hubspot.ReplyTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is fuzzed. Each takes any bytes, and throws when our readers and Jackson disagree about them. */
public enum Target {
    /** A caller's JSON body. */
    BODIES(BodyTarget.class),
    /** A caller's NDJSON body. */
    LINES(LineTarget.class),
    /** HubSpot's reply. */
    REPLIES(ReplyTarget.class);

    private static final Path SAVED = Path.of("src/test/resources/fuzz");

    private final Class<?> entry;

    Target(Class<?> entry) {
        this.entry = entry;
    }

    /** The class whose {@code fuzzerTestOneInput} the fuzzer calls. */
    Class<?> entry() {
        return entry;
    }

    /** Tries some bytes. */
    void tryOne(byte[] bytes) {
        switch (this) {
            case BODIES -> BodyTarget.fuzzerTestOneInput(bytes);
            case LINES -> LineTarget.fuzzerTestOneInput(bytes);
            case REPLIES -> ReplyTarget.fuzzerTestOneInput(bytes);
        }
    }

    /** Its name in commands and directories. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Words that the fuzzer puts into what it tries. */
    static Path words() {
        return SAVED.resolve("words.dict");
    }

    /** Where its saved inputs lie. */
    Path saved() {
        return SAVED.resolve(lowerCase());
    }

    /** The saved inputs, in the order of their names. */
    List<Path> savedInputs() {
        try (Stream<Path> files = Files.list(saved())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
