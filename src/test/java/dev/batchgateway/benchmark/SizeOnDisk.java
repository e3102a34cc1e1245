package dev.batchgateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What files weigh. */
final class SizeOnDisk {
    private SizeOnDisk() {}

    /** Bytes of a file, or of all files in a folder. */
    static long of(Path place) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
