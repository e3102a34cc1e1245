package dev.batchgateway.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.testing.Polling;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory: what is in it, who may read it, and what happens when there can be no files in it. */
class SpoolTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final Loop loop = new Loop();

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void theDirectoryIsMadeAtTheStart(@TempDir Path parent) {
        Path directory = parent.resolve("not/yet/there");

        spool(directory, 1);

        assertTrue(Files.isDirectory(directory));
        assertEquals(List.of(), names(directory));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTold(@TempDir Path parent) throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertTold(file.resolve("spool"));
        assertTold(file);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsTold() {
        assumeTrue(Files.isDirectory(OPEN_FILES));

        assertTold(Path.of("/proc/self"));
    }

    private void assertTold(Path directory) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> spool(directory, 1));
        String sentence = String.valueOf(refusal.getMessage());
        assertTrue(sentence.contains(directory.toString()) && sentence.contains("bound the spool to 0"), sentence);
    }

    @Test
    void withoutASpoolTheDirectoryIsNotLookedAt(@TempDir Path parent) {
        Spool none = spool(parent.resolve("none"), 0);

        assertEquals(-1, loop.append(loop.open(none), new byte[1]));
        assertEquals(List.of(), names(parent));
        assertThrows(IllegalArgumentException.class, () -> spool(parent, -1));
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("batchgateway-4711.spool"), "records");
        Files.writeString(directory.resolve("somebody's.spool"), "theirs");
        Files.createDirectory(directory.resolve("batchgateway-other"));

        spool(directory, 1);

        assertEquals(List.of("batchgateway-other", "somebody's.spool"), names(directory));
    }

    /** Each tries whether files can be made there, and removes what it finds. */
    @Test
    void severalMayStartInOneDirectoryAtTheSameTime(@TempDir Path directory) throws Exception {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(CompletableFuture.runAsync(() -> {
                for (int times = 0; times < 300; times++) {
                    spool(directory, 1);
                }
            }));
        }

        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertEquals(List.of(), names(directory));
    }

    @Test
    void aFileHasNoNameAndNobodyElseMayReadIt(@TempDir Path directory) throws IOException {
        assumeTrue(Files.isDirectory(OPEN_FILES));
        SpoolFile file = loop.open(spool(directory, 1 << 20));
        loop.append(file, new byte[1_000]);
        loop.awaitWritten(file, 0);

        assertEquals(List.of(), names(directory));
        Path open = onlyOpenFile(directory);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
        assertEquals(1_000, Files.size(open));

        loop.run(file::close);
        assertTrue(
                Polling.until(Duration.ofSeconds(10), () -> openFiles(directory).isEmpty()));
    }

    @Test
    void aNewSpoolInTheSameDirectoryDoesNoHarmToTheOther(@TempDir Path directory) {
        SpoolFile file = loop.open(spool(directory, 1 << 20));
        loop.append(file, "of the first".getBytes(StandardCharsets.UTF_8));
        loop.awaitWritten(file, 0);

        spool(directory, 1);

        assertEquals("of the first", Loop.join(loop.read(file, 0, 12)).toString());
    }

    @Test
    void aKilledProcessLeavesNothing(@TempDir Path directory) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Spooling.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals(Spooling.READY, out.readLine());
        } finally {
            child.destroyForcibly();
        }

        assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        assertEquals(List.of(), names(directory));
    }

    /** Where the tests may mount: a real disk that is full. */
    @Test
    void aFullDiskLosesNothing(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString()));
        try {
            Spool spool = spool(directory, 100 << 20);
            SpoolFile file = loop.open(spool);
            byte[] bytes = new byte[3 << 20];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i * 31 + (i >> 8));
            }

            assertEquals(0, loop.append(file, bytes));
            loop.awaitWritten(file, 0);

            assertTrue(loop.call(file::hasFailed));
            long unwritten = loop.call(file::unwritten);
            assertTrue(unwritten >= 2 << 20 && unwritten < 3 << 20, () -> unwritten + " bytes in memory");
            assertEquals(-1, loop.append(file, new byte[1]));
            assertArrayEquals(bytes, Loop.join(loop.read(file, 0, bytes.length)).getBytes());

            loop.run(file::close);
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> spool.bytes() == 0));
            SpoolFile next = loop.open(spool);
            loop.append(next, new byte[100_000]);
            loop.awaitWritten(next, 0);
            assertFalse(loop.call(next::hasFailed));
            loop.run(next::close);
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> spool.bytes() == 0));
        } finally {
            assertTrue(run("umount", directory.toString()));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            // There is no such program here.
            return false;
        }
    }

    private Spool spool(Path directory, long mostBytes) {
        return new Spool(directory, mostBytes, loop.vertx().fileSystem());
    }

    private static Path onlyOpenFile(Path directory) {
        List<Path> open = openFiles(directory);
        assertEquals(1, open.size(), open::toString);
        return open.get(0);
    }

    private static List<Path> openFiles(Path directory) {
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return open.filter(file -> target(file).startsWith(directory.toAbsolutePath() + "/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path open) {
        try {
            return Files.readSymbolicLink(open).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The process that is killed: it has a file with bytes in it. */
    static final class Spooling {
        static final String READY = "ready";

        private Spooling() {}

        public static void main(String[] arguments) {
            Vertx vertx = Vertx.vertx();
            Spool spool = new Spool(Path.of(arguments[0]), 10 << 20, vertx.fileSystem());
            vertx.getOrCreateContext().runOnContext(v -> {
                SpoolFile file = spool.open(vertx.getOrCreateContext());
                file.append(Buffer.buffer(new byte[1 << 20]));
                file.whenWritten(0, () -> System.out.println(READY));
            });
        }
    }
}
