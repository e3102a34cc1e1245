package dev.batchgateway.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Polling;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is put into a file and whenever it is read, it is what an array of bytes would hold. */
class SpoolLawsTest {
    private static final int MOST = 3 << 20;
    private static final int STEPS = 60;

    private record Reading(int from, int to, CompletableFuture<Buffer> bytes) {}

    private static final List<Loop> LOOPS = new ArrayList<>();
    private static final List<Path> DIRECTORIES = new ArrayList<>();

    @BeforeContainer
    static void start() throws IOException {
        LOOPS.add(new Loop());
        DIRECTORIES.add(Files.createTempDirectory("spool-laws"));
    }

    @AfterContainer
    static void end() throws IOException {
        LOOPS.remove(0).close();
        Files.delete(DIRECTORIES.remove(0));
    }

    @Property(tries = 150)
    void everythingIsReadAsItWasPut(
            @ForAll @IntRange(min = 1, max = 3) int files,
            @ForAll @IntRange(min = 0, max = 30) int mostGoodWrites,
            @ForAll boolean breaks,
            @ForAll long seed) {
        Loop loop = LOOPS.get(0);
        SplittableRandom random = new SplittableRandom(seed);
        TroubledDisk disk = new TroubledDisk(loop.vertx());
        if (breaks) {
            disk.breaksAfterWrites(mostGoodWrites);
        }
        Spool spool = new Spool(DIRECTORIES.get(0), MOST, disk.files());
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            written.add(new Written(loop, loop.open(spool)));
        }

        for (int step = 0; step < STEPS; step++) {
            Written file = written.get(random.nextInt(files));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> file.append(random);
                case 3 -> file.readToTheEnd();
                case 4 -> loop.awaitWritten(file.file, random.nextInt(100_000));
                default -> file.read(random);
            }
            assertTrue(spool.bytes() <= MOST, () -> spool.bytes() + " bytes");
        }

        written.forEach(Written::assertEveryReading);
        written.forEach(file -> loop.run(file.file::close));
        assertTrue(Polling.until(Duration.ofSeconds(10), () -> spool.bytes() == 0), () -> spool.bytes() + " are left");
        assertEquals(List.of(), names(DIRECTORIES.get(0)));
        assertTrue(disk.mostUnderWay() <= 1, "one write at a time, to each file on the disk");
        assertTrue(disk.writes().stream().allMatch(length -> length <= Tail.BLOCK));
        assertEquals(disk.opened(), disk.closed());
    }

    private static List<Path> names(Path directory) {
        try (Stream<Path> names = Files.list(directory)) {
            return names.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file and the obvious one beside it. */
    private static final class Written {
        private final Loop loop;
        private final SpoolFile file;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final List<Reading> readings = new ArrayList<>();
        private int given;

        Written(Loop loop, SpoolFile file) {
            this.loop = loop;
            this.file = file;
        }

        void append(SplittableRandom random) {
            int most = random.nextInt(10) == 0 ? 700_000 : 40_000;
            byte[] bytes = new byte[random.nextInt(most)];
            random.nextBytes(bytes);
            long at = loop.append(file, bytes);
            if (at >= 0) {
                assertEquals(all.size(), at);
                all.writeBytes(bytes);
            }
        }

        void read(SplittableRandom random) {
            if (all.size() > given) {
                int from = given + random.nextInt(all.size() - given);
                readings.add(reading(from, from + random.nextInt(all.size() - from + 1)));
            }
        }

        Reading reading(int from, int to) {
            return new Reading(from, to, loop.read(file, from, to - from));
        }

        void readToTheEnd() {
            assertEveryReading();
            loop.run(() -> file.readUpTo(all.size()));
            given = all.size();
        }

        void assertEveryReading() {
            readings.add(reading(given, all.size()));
            byte[] expected = all.toByteArray();
            for (Reading reading : readings) {
                assertArrayEquals(
                        Arrays.copyOfRange(expected, reading.from(), reading.to()),
                        Loop.join(reading.bytes()).getBytes());
            }
            readings.clear();
        }
    }
}
