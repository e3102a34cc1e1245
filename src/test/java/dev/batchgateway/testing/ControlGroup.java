package dev.batchgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A bound of memory that the kernel holds programs to, as it does with a container's. */
public final class ControlGroup implements AutoCloseable {
    /** Where there may be one, and the file in it that bounds memory: of version 2 and of version 1. */
    private static final Map<Path, String> BOUNDS =
            Map.of(Path.of("/sys/fs/cgroup"), "memory.max", Path.of("/sys/fs/cgroup/memory"), "memory.limit_in_bytes");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    /** A new one, which takes root; none where none may be made. */
    public static Optional<ControlGroup> of(long bytes) {
        return BOUNDS.entrySet().stream()
                .flatMap(place -> made(place.getKey(), place.getValue(), bytes).stream())
                .findFirst();
    }

    private static Optional<ControlGroup> made(Path parent, String bound, long bytes) {
        ControlGroup group = new ControlGroup(parent.resolve("test-" + UUID.randomUUID()));
        try {
            Path file = Files.createDirectory(group.folder).resolve(bound);
            if (Files.isWritable(file)) {
                Files.writeString(file, String.valueOf(bytes));
                return Optional.of(group);
            }
        } catch (IOException e) {
            // Nobody may make one here.
        }
        group.close();
        return Optional.empty();
    }

    /** {@code command} in it. */
    public List<String> within(List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\""));
        all.add(folder.resolve("cgroup.procs").toString());
        all.addAll(command);
        return all;
    }

    /** Waits until its programs, which must have been ended, are gone. */
    @Override
    public void close() {
        if (!Polling.until(PATIENCE, this::isGone)) {
            throw new UncheckedIOException(new IOException("Somebody is in it still: " + folder));
        }
    }

    private boolean isGone() {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
