package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reads what {@code .ci/run} says at its start knows which tests will be skipped there. */
class AnnouncedSkipsTest {
    private static final Pattern ASSUMING =
            Pattern.compile("(?m)^import (static )?org\\.junit\\.jupiter\\.api\\.(Assumptions|condition)\\b");

    static List<Path> skipping() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(AnnouncedSkipsTest::assumes)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("skipping")
    void whatMayBeSkippedIsAnnounced(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".java", "");

        assertTrue(
                Files.readAllLines(Path.of(".ci", "run")).stream()
                        .filter(line -> !line.strip().startsWith("#"))
                        .anyMatch(line -> line.contains(name)),
                name);
    }

    private static boolean assumes(Path file) {
        try {
            return ASSUMING.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
