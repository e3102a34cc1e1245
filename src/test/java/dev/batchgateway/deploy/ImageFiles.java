package dev.batchgateway.deploy;

import dev.batchgateway.deploy.Dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An image's files in a folder, with the modes they would have in it after a build under umask 077. */
final class ImageFiles {
    private static final String CHMOD = "--chmod=0555";

    private ImageFiles() {}

    /** A folder as {@code WORKDIR} makes it, whatever the umask. */
    static Path folder(Path path) throws IOException {
        return withModes(Files.createDirectory(path), "rwxr-xr-x");
    }

    /** {@code COPY source… place}, the places being in the working directory {@code app}; between stages everything stays. */
    static void copy(Instruction copy, Path app) throws IOException {
        List<String> words = copy.words();
        if (words.get(0).startsWith("--from=")) {
            return;
        }
        String place = words.get(words.size() - 1);
        String modes = words.contains(CHMOD) ? "r-xr-xr-x" : "rw-------";
        for (String source : words.subList(0, words.size() - 1)) {
            if (source.endsWith("/")) {
                copyFolder(Path.of(source), app.resolve(place));
            } else if (!source.startsWith("--")) {
                copyFiles(Path.of(source), app.resolve(place), place.endsWith("/"), modes);
            }
        }
    }

    /** What in a folder nobody but its owner may read, or enter, or start. */
    static List<Path> closedToOthers(Path folder) throws IOException {
        List<Path> closed = new ArrayList<>();
        for (Path file : all(folder)) {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
            boolean isEntered = modes.contains(PosixFilePermission.OWNER_EXECUTE);
            if (!modes.contains(PosixFilePermission.OTHERS_READ)
                    || (isEntered && !modes.contains(PosixFilePermission.OTHERS_EXECUTE))) {
                closed.add(file);
            }
        }
        return closed;
    }

    private static void copyFolder(Path source, Path place) throws IOException {
        for (Path file : all(source)) {
            Path target = place.resolve(source.relativize(file));
            if (Files.isDirectory(file)) {
                withModes(Files.createDirectories(target), "rwx------");
            } else {
                copyFile(file, target, "rw-------");
            }
        }
    }

    private static void copyFiles(Path pattern, Path place, boolean isFolder, String modes) throws IOException {
        Path parent = Optional.ofNullable(pattern.getParent()).orElseThrow();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.list(parent)) {
            for (Path file : files.filter(matcher::matches).toList()) {
                copyFile(file, isFolder ? place.resolve(file.getFileName()) : place, modes);
            }
        }
    }

    private static void copyFile(Path file, Path target, String modes) throws IOException {
        withModes(Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES), modes);
    }

    private static Path withModes(Path path, String modes) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
