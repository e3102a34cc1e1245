package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLogTest {
    private final LogWatch watch = new LogWatch(Set.of("pat-na1-1"), new ArrayDeque<>());

    @TempDir
    Path directory;

    @Test
    void linesWithATokenOrAValueAreFound() throws IOException {
        Path file = Files.writeString(
                directory.resolve("quarkus.log"), "started\nsent pat-na1-1\nbatch status=201\nemail=c1@example.com\n");

        assertEquals(List.of("sent pat-na1-1", "email=c1@example.com"), new ProgramLog(file).leaks(watch));
    }

    /** A launcher that writes elsewhere would otherwise be one whose log is clean. */
    @Test
    void aLogThatIsNotThereIsNotClean() {
        ProgramLog log = new ProgramLog(directory.resolve("other.log"));

        assertThrows(UncheckedIOException.class, () -> log.leaks(watch));
    }
}
