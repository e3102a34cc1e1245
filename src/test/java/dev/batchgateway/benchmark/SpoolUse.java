package dev.batchgateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Bytes in a gateway's spool files, which have no name: as Linux shows them among the files a process has open. */
final class SpoolUse {
    private SpoolUse() {}

    /** Those of the process {@code pid} now. */
    static long of(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            List<Path> files = open.toList();
            return files.stream().mapToLong(SpoolUse::spooled).sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long spooled(Path file) {
        try {
            String name = Files.readSymbolicLink(file).toString();
            return name.contains("spool") && name.endsWith("(deleted)") ? Files.size(file) : 0;
        } catch (IOException closed) {
            return 0;
        }
    }
}
