package dev.batchgateway.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Which SDKs the drop-in test is about, and that it is skipped for want of a network alone. */
class NodeSdkInstallTest {
    private static final String SDK = "@hubspot/api-client";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** Whoever installs them does so from its own registry, and gets what was tested. */
    @ParameterizedTest
    @CsvSource({"sdk-13, 13", "sdk-14, 14"})
    void theLockFilePinsWhatIsInstalledAndNotWhereItComesFrom(String name, String major) throws IOException {
        String lock = Files.readString(NodeSdk.SOURCES.resolve(name).resolve(NodeSdk.LOCK));
        JsonNode packages = new ObjectMapper().readTree(lock).path("packages");
        String asked = new ObjectMapper()
                .readTree(NodeSdk.SOURCES.resolve(name).resolve("package.json").toFile())
                .path("dependencies")
                .path(SDK)
                .asText();

        assertFalse(lock.contains("\"resolved\""), "An address to download from");
        assertTrue(asked.matches(major + "\\.\\d+\\.\\d+"), asked);
        assertEquals(asked, packages.path("").path("dependencies").path(SDK).asText());
        assertEquals(asked, packages.path("node_modules/" + SDK).path("version").asText());
        List<String> loose = new ArrayList<>();
        packages.properties().forEach(one -> {
            boolean isPinned = one.getValue().path("version").asText().matches("\\d+\\.\\d+\\.\\d+(-\\S+)?")
                    && one.getValue().path("integrity").asText().startsWith("sha512-");
            if (!isPinned && !one.getKey().isEmpty()) {
                loose.add(one.getKey());
            }
        });
        assertEquals(List.of(), loose);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENOTFOUND",
                "ETIMEDOUT",
                "ECONNREFUSED",
                "ECONNRESET",
                "EAI_AGAIN",
                "ENETUNREACH",
                "ERR_SOCKET_TIMEOUT",
                "E404",
                "E503"
            })
    void theNetworksErrorsAreTheNetworks(String code) {
        assertTrue(NpmErrors.areOfTheNetwork("npm error code " + code + "\nnpm error errno " + code));
        assertTrue(NpmErrors.areOfTheNetwork("npm warn EBADENGINE x\nnpm ERR! code " + code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code EINTEGRITY\nnpm error Integrity checksum failed",
                "npm error code EUSAGE",
                "npm error code ETARGET",
                "npm error code EJSONPARSE",
                "npm error code ENOSPC\nnpm error while ECONNREFUSED was looked up",
                "npm error code E401",
                "Killed",
                ""
            })
    void anythingElseIsNot(String errors) {
        assertFalse(NpmErrors.areOfTheNetwork(errors));
    }

    @Test
    void withoutARegistryTheTestIsSkipped() throws IOException {
        NodeSdk.isNodeHere();
        for (String file : List.of("package.json", NodeSdk.LOCK)) {
            Files.copy(NodeSdk.SOURCES.resolve("sdk-14").resolve(file), directory.resolve(file));
        }

        assertThrows(TestAbortedException.class, this::install);
    }

    @Test
    void withALockFileThatIsNoneTheTestFails() throws IOException {
        NodeSdk.isNodeHere();
        Files.copy(NodeSdk.SOURCES.resolve("sdk-14").resolve("package.json"), directory.resolve("package.json"));
        Files.writeString(directory.resolve(NodeSdk.LOCK), "{");

        assertThrows(AssertionFailedError.class, this::install);
    }

    /** Nobody listens there, and nothing was kept of another time. */
    private void install() {
        NodeSdk.install(
                directory,
                Map.of(
                        "npm_config_registry", "http://127.0.0.1:9/",
                        "npm_config_noproxy", "127.0.0.1",
                        "npm_config_cache", directory.resolve("cache").toString(),
                        "npm_config_fetch_retries", "0"));
    }
}
