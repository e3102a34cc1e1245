package dev.batchgateway.about;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildTest {
    private static final Build BUILD = Build.ofThisProgram();

    @Test
    void theVersionIsTheProjects() throws IOException {
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<version>" + BUILD.version() + "</version>"));
    }

    @Test
    void theCommitIsGitsOrSaidToBeUnknown() {
        assertTrue(BUILD.commit().matches("[0-9a-f]{40}(-dirty)?|unknown"), BUILD.commit());
    }

    /** The Jib profile and the images' labels name the version, too. */
    @Test
    void theManifestsNameTheVersion() throws IOException {
        String base = Files.readString(Path.of("k8s/base/kustomization.yaml"));

        assertEquals(1, base.split("newTag: " + BUILD.version() + "\n", -1).length - 1);
    }
}
