package dev.batchgateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerKeysTest {
    /** SHA-256 of "one". */
    private static final String ONE = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
    /** SHA-256 of "two". */
    private static final String TWO = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";
    /** SHA-256 of nothing. */
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void aKeyHasTheNameThatStandsBesideItsDigest() {
        CallerKeys keys = CallerKeys.of(List.of("sync:" + ONE, " crm.2_a-b:" + TWO.toUpperCase(Locale.ROOT) + " "));

        assertEquals(Optional.of("sync"), keys.nameOf("one"));
        assertEquals(Optional.of("crm.2_a-b"), keys.nameOf("two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "One", "one ", "three", ONE, "sync"})
    void aStrangersKeyHasNoName(String key) {
        assertEquals(Optional.empty(), CallerKeys.of(List.of("sync:" + ONE)).nameOf(key));
    }

    @Test
    void twoKeysOfOneNameAreOneCaller() {
        CallerKeys keys = CallerKeys.of(List.of("sync:" + ONE, "sync:" + TWO));

        assertEquals(keys.nameOf("one"), keys.nameOf("two"));
    }

    @Test
    void withoutEntriesNobodyIsKnown() {
        assertTrue(CallerKeys.of(List.of()).isEmpty());
        assertTrue(CallerKeys.NONE.isEmpty());
        assertFalse(CallerKeys.of(List.of("sync:" + ONE)).isEmpty());
        assertEquals(Optional.empty(), CallerKeys.NONE.nameOf(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sync", "sync:", "sync:my-secret-key", ":" + ONE, "a b:" + ONE, ONE, "sync:" + ONE + "0"})
    void anotherFormIsRefusedAndNotRepeated(String entry) {
        String refusal = refused(List.of("sync:" + TWO, entry));

        assertTrue(
                refusal.startsWith("Entry 2 of gateway.callers.keys must be name:sha256, a name of 1 to 64"), refusal);
        assertFalse(refusal.contains("my-secret-key") || refusal.contains(ONE), refusal);
    }

    @Test
    void oneKeyOfTwoCallersIsRefused() {
        String refusal = refused(List.of("sync:" + ONE, "crm:" + ONE));

        assertTrue(refusal.contains("not that of an earlier entry"), refusal);
    }

    @Test
    void theDigestOfNothingIsRefused() {
        assertTrue(refused(List.of("sync:" + NOTHING)).endsWith("not of nothing"));
    }

    /** What the README tells operators to run makes a key that its entry lets in. */
    @Test
    void theReadmesCommandMakesAKeyAndItsEntry() throws IOException, InterruptedException {
        String command;
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            command = lines.filter(line -> line.startsWith("key=$(openssl"))
                    .findFirst()
                    .orElseThrow();
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")) && Files.isExecutable(Path.of("/bin/sh")));
        Process shell = new ProcessBuilder("/bin/sh", "-c", command).start();
        List<String> told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, shell.waitFor());

        String key = told.get(0).replaceFirst(".*: ", "");
        String entry = told.get(1).replaceFirst(".*: ", "");
        assertEquals(64, key.length());
        assertEquals(Optional.of("sync"), CallerKeys.of(List.of(entry)).nameOf(key));
    }

    private static String refused(List<String> entries) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> CallerKeys.of(entries))
                .getMessage());
    }
}
