package dev.batchgateway.about;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The manifests, the images' labels, and what an image is called where another is built of it, or it is run. */
    @ParameterizedTest
    @CsvSource({
        "k8s/base/kustomization.yaml, 'newTag: ', ''",
        "k8s/components/native/kustomization.yaml, 'newTag: ', -native",
        "k8s/overlays/knative/kustomization.yaml, 'newTag: ', -native",
        "src/main/docker/Dockerfile.jvm, ARG VERSION=, ''",
        "src/main/docker/Dockerfile.native, ARG VERSION=, ''",
        "src/main/docker/Dockerfile.native-micro, ARG VERSION=, ''",
        "src/main/docker/Dockerfile.lambda, ARG IMAGE=hubspot-batch-gateway:, -native",
        "README.md, ' hubspot-batch-gateway:', -native",
        "pom.xml, <quarkus.container-image.labels.org.opencontainers.image.version>, ''"
    })
    void whereTheVersionIsNamedItIsThis(String file, String before, String after) throws IOException {
        List<String> named = Pattern.compile(Pattern.quote(before) + "([^\\s<]+)")
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertEquals(List.of((file.equals("pom.xml") ? "${project.version}" : BUILD.version()) + after), named);
    }
}
