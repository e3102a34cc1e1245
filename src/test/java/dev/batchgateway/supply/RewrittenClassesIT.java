package dev.batchgateway.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What Quarkus rewrites of the compiled classes when it packs the program: it orders them by the paths of the files they come
 * from, and the project's own is where the checkout is.
 */
class RewrittenClassesIT {
    private static final Path REWRITTEN = Path.of("target", "quarkus-app", "quarkus", "transformed-bytecode.jar");

    @Test
    void theBuildRewritesNoClassOfOursSoThatTheProgramIsTheSameWhateverItsFolder() throws IOException {
        assumeFalse(GatewayProcess.isNative(), "The binary holds no classes that could be listed");
        List<String> classes;
        try (JarFile jar = new JarFile(REWRITTEN.toFile())) {
            classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }

        assertFalse(classes.isEmpty());
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> name.startsWith("dev/batchgateway/"))
                        .toList());
    }
}
