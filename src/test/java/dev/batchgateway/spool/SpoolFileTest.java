package dev.batchgateway.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Polling;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
    private static final int MOST = 2 << 20;

    private final Loop loop = new Loop();
    private final TroubledDisk disk = new TroubledDisk(loop.vertx());
    private Spool spool = new Spool(Path.of("unused"), 0, disk.files());

    @BeforeEach
    void start(@TempDir Path directory) {
        spool = new Spool(directory, MOST, disk.files());
    }

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void theBoundItselfIsTakenAndNotOneByteMore() {
        SpoolFile first = loop.open(spool);
        SpoolFile second = loop.open(spool);

        assertEquals(0, loop.append(first, new byte[MOST - 10]));
        assertEquals(-1, loop.append(second, new byte[11]));
        assertEquals(MOST - 10, spool.bytes());
        assertEquals(0, loop.append(second, new byte[10]));
        assertEquals(MOST, spool.bytes());
        assertEquals(-1, loop.append(first, new byte[1]));
        assertEquals(MOST, spool.bytes());
        assertFalse(first.hasFailed());
    }

    @Test
    void roomIsGivenBackWhenAFileIsClosed() {
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[MOST]);
        loop.awaitWritten(file, 0);

        loop.run(file::close);
        loop.run(file::close);

        awaitBytes(0);
        assertEquals(1, disk.closed());
        assertEquals(0, loop.append(loop.open(spool), new byte[MOST]));
    }

    @Test
    void smallBytesAreWrittenTogether() {
        SpoolFile file = loop.open(spool);
        loop.run(() -> IntStream.range(0, 1_000).forEach(i -> file.append(Buffer.buffer(new byte[1_000]))));
        loop.awaitWritten(file, 0);

        assertEquals(List.of(Tail.BLOCK, Tail.BLOCK, Tail.BLOCK, 1_000_000 - 3 * Tail.BLOCK), disk.writes());
    }

    @Test
    void littleIsKeptInMemoryUntilSomebodyWaitsForIt() {
        SpoolFile file = loop.open(spool);
        loop.append(file, text("little"));

        assertEquals(6, (long) loop.call(file::unwritten));
        assertEquals(0, disk.opened());
        loop.awaitWritten(file, 6);
        assertEquals(0, disk.opened());
        loop.awaitWritten(file, 5);
        assertEquals(0, (long) loop.call(file::unwritten));
        assertEquals(List.of(6), disk.writes());
        assertArrayEquals(text("little"), Loop.join(loop.read(file, 0, 6)).getBytes());
    }

    @Test
    void manyFilesTogetherDoNotKeepMuchInMemory(@TempDir Path other) {
        Spool large = new Spool(other, 100 << 20, disk.files());
        for (int i = 0; i < 100; i++) {
            loop.append(loop.open(large), new byte[100_000]);
        }

        assertTrue(Polling.until(Duration.ofSeconds(10), () -> disk.writes().size() == 100 - (4 << 20) / 100_000));
    }

    @Test
    void waitersAreWokenInTheirOrderWhenTheirBytesAreWritten() {
        disk.holdsWrites();
        SpoolFile file = loop.open(spool);
        List<String> woken = new ArrayList<>();
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        loop.append(file, new byte[2 * Tail.BLOCK]);
        loop.run(() -> {
            file.whenWritten(2 * Tail.BLOCK, () -> woken.add("at once"));
            file.whenWritten(0, () -> {
                woken.add("none left");
                last.complete(true);
            });
            file.whenWritten(Tail.BLOCK, () -> woken.add("one left"));
            woken.add("asked");
        });

        disk.goesOn();
        Loop.join(last);

        assertEquals(List.of("at once", "asked", "one left", "none left"), loop.call(() -> List.copyOf(woken)));
    }

    @Test
    void aWaiterMayAppendAndWaitAgain() {
        SpoolFile file = loop.open(spool);
        CompletableFuture<Boolean> twice = new CompletableFuture<>();
        loop.append(file, new byte[Tail.BLOCK]);

        loop.run(() -> file.whenWritten(0, () -> {
            file.append(Buffer.buffer("more"));
            file.whenWritten(0, () -> twice.complete(file.unwritten() == 0));
        }));

        assertTrue(Loop.join(twice));
        assertEquals("more", Loop.join(loop.read(file, Tail.BLOCK, 4)).toString());
    }

    @Test
    void aReadGoesFromDiskIntoMemory() {
        SpoolFile file = loop.open(spool);
        byte[] bytes = numbered(3 * Tail.BLOCK);
        loop.append(file, Arrays.copyOf(bytes, 2 * Tail.BLOCK));
        loop.awaitWritten(file, 0);
        disk.holdsWrites();
        loop.append(file, Arrays.copyOfRange(bytes, 2 * Tail.BLOCK, 3 * Tail.BLOCK));

        CompletableFuture<Buffer> read = loop.read(file, 5, bytes.length - 9);
        disk.goesOn();

        assertArrayEquals(
                Arrays.copyOfRange(bytes, 5, bytes.length - 4), Loop.join(read).getBytes());
    }

    @Test
    void whatIsGivenBackWhileItIsWrittenDoesNotHoldUpWhatFollows(@TempDir Path other) {
        Spool large = new Spool(other, 8 << 20, disk.files());
        byte[] next = numbered(Tail.BLOCK);
        disk.holdsWrites();
        SpoolFile file = loop.open(large);
        loop.append(file, new byte[1 << 20]);
        assertTrue(Polling.until(Duration.ofSeconds(10), () -> disk.writes().size() == 1));
        loop.run(() -> file.readUpTo(1 << 20));
        loop.append(file, next);

        assertTrue(Polling.until(Duration.ofSeconds(10), () -> disk.writes().size() == 2));
        assertEquals(1, disk.mostUnderWay(), "to another file on the disk");
        disk.goesOn();
        loop.awaitWritten(file, 0);
        assertArrayEquals(next, Loop.join(loop.read(file, 1 << 20, next.length)).getBytes());
        loop.run(file::close);
        assertTrue(Polling.until(Duration.ofSeconds(10), () -> large.bytes() == 0));
    }

    @Test
    void whatIsNotThereCannotBeRead() {
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[10]);

        assertUnreadable(file, 5, 6);
        assertUnreadable(file, -1, 2);
        assertUnreadable(file, 0, -1);
        loop.run(() -> file.readUpTo(10));
        assertUnreadable(file, 0, 10);
        assertEquals(0, Loop.join(loop.read(file, 10, 0)).length());
        loop.run(file::close);
        assertUnreadable(file, 10, 0);
    }

    @Test
    void aDiskThatFailsInMidWriteLosesNothing() {
        byte[] bytes = numbered(4 * Tail.BLOCK);
        disk.breaksAfterWrites(2);
        SpoolFile file = loop.open(spool);

        assertEquals(0, loop.append(file, bytes));
        loop.awaitWritten(file, 0);

        assertTrue(loop.call(file::hasFailed));
        assertEquals(2 * Tail.BLOCK, (long) loop.call(file::unwritten));
        assertEquals(-1, loop.append(file, new byte[1]));
        assertArrayEquals(bytes, Loop.join(loop.read(file, 0, bytes.length)).getBytes());
        assertEquals(bytes.length, spool.bytes());
        loop.run(file::close);
        awaitBytes(0);
    }

    @Test
    void bytesAcceptedWhileTheDiskIsFailingAreKeptToo() {
        byte[] bytes = numbered(Tail.BLOCK + 100);
        disk.breaksAfterWrites(0);
        disk.holdsWrites();
        SpoolFile file = loop.open(spool);
        loop.append(file, Arrays.copyOf(bytes, Tail.BLOCK));
        assertEquals(Tail.BLOCK, loop.append(file, Arrays.copyOfRange(bytes, Tail.BLOCK, bytes.length)));

        disk.goesOn();
        loop.awaitWritten(file, 0);

        assertTrue(loop.call(file::hasFailed));
        assertArrayEquals(bytes, Loop.join(loop.read(file, 0, bytes.length)).getBytes());
    }

    @Test
    void aFileThatCannotBeMadeHasFailedAndTheNextOneIsTriedAnew() {
        disk.makesNoFiles();
        SpoolFile file = loop.open(spool);
        loop.append(file, text("kept"));
        loop.awaitWritten(file, 0);

        assertTrue(loop.call(file::hasFailed));
        assertEquals("kept", Loop.join(loop.read(file, 0, 4)).toString());
        loop.run(file::close);
        awaitBytes(0);

        disk.worksAgain();
        SpoolFile next = loop.open(spool);
        loop.append(next, text("written"));
        loop.awaitWritten(next, 0);
        assertFalse(loop.call(next::hasFailed));
        assertEquals(0, (long) loop.call(next::unwritten));
    }

    /** Several hundred files that each keep half a megabyte would fill the memory just when the disk is slow. */
    @Test
    void whereManyFilesWaitForTheDiskEachKeepsLittle(@TempDir Path directory) {
        spool = new Spool(directory, 8 << 20, disk.files());
        disk.holdsWrites();
        SpoolFile file = loop.open(spool);
        long alone = loop.call(file::mostUnwritten);
        for (int i = 0; i < 10; i++) {
            loop.append(loop.open(spool), new byte[Tail.BLOCK * 2]);
        }

        assertEquals(2 * Tail.BLOCK, alone);
        assertTrue(loop.call(file::mostUnwritten) < Tail.BLOCK / 4);
        disk.goesOn();
    }

    @Test
    void aDiskThatCannotBeReadIsTold() {
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[10]);
        loop.awaitWritten(file, 0);
        disk.cannotBeRead();

        CompletableFuture<Buffer> read = loop.read(file, 0, 10);

        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> Loop.join(read)).getMessage());
        assertTrue(message.contains("It cannot be read"), message);
    }

    @Test
    void aFileThatIsClosedWhileItIsWrittenIsClosedAfterwards() {
        disk.holdsWrites();
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[MOST]);
        List<String> woken = new ArrayList<>();
        loop.run(() -> file.whenWritten(0, () -> woken.add("woken")));
        loop.run(file::close);

        assertEquals(-1, loop.append(file, new byte[1]));
        assertEquals(0, (long) loop.call(file::unwritten));
        disk.goesOn();

        awaitBytes(0);
        assertEquals(1, disk.closed());
        assertEquals(1, disk.writes().size());
        assertEquals(List.of(), loop.call(() -> List.copyOf(woken)));
    }

    @Test
    void aFileThatIsClosedBeforeItIsMadeIsClosedAfterwards() {
        SpoolFile file = loop.open(spool);
        loop.run(() -> {
            file.append(Buffer.buffer(new byte[Tail.BLOCK]));
            file.close();
        });

        awaitBytes(0);
        assertEquals(disk.opened(), disk.closed());
    }

    @Test
    void whatWasReadIsGivenBackOnceThereIsNothingElse() {
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[MOST]);
        loop.awaitWritten(file, 0);

        loop.run(() -> file.readUpTo(MOST - 1));
        assertEquals(MOST, spool.bytes());
        assertEquals(0, disk.closed());
        loop.run(() -> file.readUpTo(MOST));
        awaitBytes(0);
        assertEquals(1, disk.closed());

        byte[] more = numbered(MOST);
        assertEquals(MOST, loop.append(file, more));
        loop.awaitWritten(file, 0);
        assertArrayEquals(more, Loop.join(loop.read(file, MOST, MOST)).getBytes());
        assertEquals(2, disk.opened());
    }

    @Test
    void whatWasReadBeforeItWasWrittenNeedsNoDisk() {
        SpoolFile file = loop.open(spool);
        for (int i = 0; i < 10; i++) {
            assertEquals(i * 1_000L, loop.append(file, new byte[1_000]));
            int end = (i + 1) * 1_000;
            loop.run(() -> file.readUpTo(end));
            assertEquals(0, spool.bytes());
        }
        assertEquals(0, disk.opened());
    }

    @Test
    void whatWasReadWhileItIsWrittenIsGivenBackAndItsWakersAreWoken() {
        disk.holdsWrites();
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[MOST]);
        assertTrue(Polling.until(Duration.ofSeconds(10), () -> !disk.writes().isEmpty()));
        List<String> woken = new ArrayList<>();
        loop.run(() -> file.whenWritten(0, () -> woken.add("woken")));
        loop.run(() -> file.readUpTo(MOST));

        assertEquals(List.of("woken"), loop.call(() -> List.copyOf(woken)));
        disk.goesOn();
        awaitBytes(0);
        assertFalse(loop.call(file::hasFailed));
    }

    @Test
    void littleOnDiskIsNotWorthAnotherFile() {
        SpoolFile file = loop.open(spool);
        loop.append(file, new byte[1_000]);
        loop.awaitWritten(file, 0);
        loop.run(() -> file.readUpTo(1_000));

        assertEquals(1_000, spool.bytes());
        assertEquals(0, disk.closed());
    }

    private void awaitBytes(long bytes) {
        assertTrue(
                Polling.until(Duration.ofSeconds(10), () -> spool.bytes() == bytes),
                () -> spool.bytes() + " bytes, not " + bytes);
    }

    private void assertUnreadable(SpoolFile file, long offset, int length) {
        CompletableFuture<Buffer> read = loop.read(file, offset, length);
        assertThrows(IllegalStateException.class, () -> Loop.join(read));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] numbered(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }
}
