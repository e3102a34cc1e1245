package dev.batchgateway.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:9/";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

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
                "E503"
            })
    void theNetworksErrorsAreTheNetworks(String code) {
        assertTrue(NpmErrors.areOfTheNetwork("npm error code " + code + "\nnpm error errno " + code));
        assertTrue(NpmErrors.areOfTheNetwork("npm warn EBADENGINE x\nnpm ERR! code " + code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code E404\nnpm error 404 Not Found - GET http://a/b%2fc - none\nnpm error 404\nnpm error 404  'b/c@1' is not in this registry.",
                "npm ERR! code E404\nnpm ERR! 404 Not Found\nnpm ERR! 404  'b/c@1.0.0' is not in this registry.",
                "npm error code E404\nnpm error 404 Not Found - GET http://a/b\nnpm error 404  The requested resource 'b@8.9.0' could not be found or you do not have permission to access it."
            })
    void aPackageThatTheRegistryHasNotIsTheNetworks(String errors) {
        assertTrue(NpmErrors.areOfTheNetwork(errors));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code E404\nnpm error 404 Not Found - GET http://a/b%2fc",
                "npm error code ENOENT\nnpm error 404  'b/c@1' is not in this registry.",
                "npm error code EUSAGE\nnpm error code E404 'b/c@1' is not in this registry.",
                "E404 'b/c@1' is not in this registry.",
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
        lockedAs14();

        assertThrows(TestAbortedException.class, () -> install("", NOWHERE, PATIENCE));
    }

    /** Whether the registry is slow or hangs: nothing is wrong with the gateway. */
    @Test
    void whereNpmDoesNotEndInTimeTheTestIsSkipped() throws IOException {
        NodeSdk.isNodeHere();
        lockedAs14();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestAbortedException skipped = assertThrows(
                    TestAbortedException.class,
                    () -> install("", "http://127.0.0.1:" + silent.getLocalPort() + "/", Duration.ofSeconds(4)));

            assertTrue(String.valueOf(skipped.getMessage()).contains("within PT4S"), skipped::toString);
        }
    }

    @Test
    void whereTheRegistryHasNotThePackageTheTestIsSkipped() throws IOException {
        NodeSdk.isNodeHere();
        lockedAs14();
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        HttpServer registry = empty(asked);
        try {
            TestAbortedException skipped =
                    assertThrows(TestAbortedException.class, () -> install("", address(registry), PATIENCE));

            assertTrue(String.valueOf(skipped.getMessage()).contains("E404"), skipped::toString);
            assertFalse(asked.isEmpty());
        } finally {
            registry.stop(0);
        }
    }

    /** In the user's own settings it counts for more than the registry of all others: the SDK comes from there. */
    @Test
    void aRegistryOfTheSdksScopeIsTheOneThatIsAskedForIt() throws IOException {
        NodeSdk.isNodeHere();
        lockedAs14();
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        HttpServer registry = empty(asked);
        try {
            String settings = "@hubspot:registry=" + address(registry) + "\n";

            assertThrows(TestAbortedException.class, () -> install(settings, NOWHERE, PATIENCE));

            assertEquals(1, asked.stream().distinct().count(), asked::toString);
            assertTrue(asked.get(0).toLowerCase(Locale.ROOT).startsWith("/@hubspot%2fapi-client"), asked::toString);
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void withALockFileThatIsNoneTheTestFails() throws IOException {
        NodeSdk.isNodeHere();
        Files.copy(NodeSdk.SOURCES.resolve("sdk-14").resolve("package.json"), directory.resolve("package.json"));
        Files.writeString(directory.resolve(NodeSdk.LOCK), "{");

        assertThrows(AssertionFailedError.class, () -> install("", NOWHERE, PATIENCE));
    }

    private void lockedAs14() throws IOException {
        for (String file : List.of("package.json", NodeSdk.LOCK)) {
            Files.copy(NodeSdk.SOURCES.resolve("sdk-14").resolve(file), directory.resolve(file));
        }
    }

    /**
     * Nothing was kept of another time, and whose machine this is has no settings.
     *
     * @param settings as in a user's {@code .npmrc}
     */
    private void install(String settings, String registry, Duration patience) throws IOException {
        Path user = Files.writeString(directory.resolve("user-npmrc"), settings);
        NodeSdk.install(
                directory,
                Map.of(
                        "npm_config_registry",
                        registry,
                        "npm_config_userconfig",
                        user.toString(),
                        "npm_config_globalconfig",
                        directory.resolve("no-npmrc").toString(),
                        "npm_config_noproxy",
                        "127.0.0.1",
                        "npm_config_cache",
                        directory.resolve("cache").toString(),
                        "npm_config_fetch_retries",
                        "0"),
                patience);
    }

    /** A registry that has nothing. */
    private static HttpServer empty(List<String> asked) throws IOException {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(404, -1);
            }
        });
        registry.start();
        return registry;
    }

    private static String address(HttpServer registry) {
        return "http://127.0.0.1:" + registry.getAddress().getPort() + "/";
    }
}
