package dev.batchgateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory a process has had resident at once, as Linux counts it. */
final class PeakMemory {
    private static final String PEAK = "VmHWM:";
    private static final long BYTES_PER_KILOBYTE = 1024;

    private PeakMemory() {}

    /** That of the process {@code pid} so far, in bytes. */
    static long of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KILOBYTE)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
