package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.Spool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back of an answer that is on disk, and that it is counted. */
class AnswerBytesTest {
    private static final int PAGES = 20;
    private static final long MEMORY = 100L * AnswerBytes.PAGE;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Room room = new Room(MEMORY, MEMORY);
    private final Share others = room.share("others");
    private final Share own = room.share("own");

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void pagesThatAreReadBackAreCountedAndGivenBack(@TempDir Path directory) {
        AnswerBytes bytes = onDisk(directory);
        others.give(others.bytes());
        long before = room.bytes();

        readAll(bytes);

        assertEquals(before + (long) AnswerBytes.READ_AHEAD * AnswerBytes.PAGE, room.bytes());
        bytes.forgetReadBack();
        assertEquals(before, room.bytes());
    }

    @Test
    void aPageThatTwoCallersReadAtOnceIsCountedOnce(@TempDir Path directory) {
        AnswerBytes bytes = onDisk(directory);
        others.give(others.bytes());
        long before = room.bytes();

        onLoop(() -> Uni.join()
                .all(bytes.fetch(0).replaceWith(true), bytes.fetch(0).replaceWith(true))
                .andFailFast()
                .subscribeAsCompletionStage());

        assertEquals(before + AnswerBytes.PAGE, room.bytes());
        bytes.forgetReadBack();
        assertEquals(before, room.bytes());
    }

    /** Several hundred slow readers would hold half a megabyte each, and just when memory is short. */
    @Test
    void whereThereIsNoRoomOnePageIsKept(@TempDir Path directory) {
        AnswerBytes bytes = onDisk(directory);
        long before = room.bytes();

        readAll(bytes);

        assertEquals(before + AnswerBytes.PAGE, room.bytes());
        assertTrue(bytes.isHere((PAGES - 2L) * AnswerBytes.PAGE), "the last one");
    }

    /** An answer goes on when its batch is sent again, and who takes the first one may be slow. */
    @Test
    void aPageThatIsBeingReadIsNotWrittenOver(@TempDir Path directory) {
        AnswerBytes bytes = onDisk(directory);
        Buffer read = onLoop(() -> {
            Piece piece = new Piece(AnswerBytes.PAGE);
            assertEquals(AnswerBytes.PAGE, bytes.appendTo(piece, (PAGES - 1L) * AnswerBytes.PAGE, AnswerBytes.PAGE));
            return CompletableFuture.completedFuture(piece.toBuffer());
        });

        onLoop(() -> {
            byte[] next = new byte[AnswerBytes.PAGE];
            Arrays.fill(next, (byte) 'x');
            bytes.put(next);
            return CompletableFuture.completedFuture(true);
        });

        byte[] page = new byte[AnswerBytes.PAGE];
        page[0] = PAGES - 1;
        assertArrayEquals(page, read.getBytes());
    }

    /** Written while others have all the memory. */
    private AnswerBytes onDisk(Path directory) {
        assertTrue(others.take(MEMORY));
        return onLoop(() -> {
            AnswerBytes bytes =
                    new AnswerBytes(own, new Spool(directory, Long.MAX_VALUE, vertx.fileSystem()).open(context));
            byte[] page = new byte[AnswerBytes.PAGE];
            for (int i = 0; i < PAGES; i++) {
                page[0] = (byte) i;
                bytes.put(page);
            }
            return CompletableFuture.completedFuture(bytes);
        });
    }

    private void readAll(AnswerBytes bytes) {
        for (int page = 0; page < PAGES - 1; page++) {
            long at = (long) page * AnswerBytes.PAGE;
            onLoop(() -> bytes.fetch(at).replaceWith(true).subscribeAsCompletionStage());
            Buffer read = onLoop(() -> {
                Piece first = new Piece(AnswerBytes.PAGE);
                assertEquals(1, bytes.appendTo(first, at, 1));
                return CompletableFuture.completedFuture(first.toBuffer());
            });
            assertEquals(page, read.getByte(0));
        }
    }

    private <T> T onLoop(Supplier<CompletableFuture<T>> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(v -> Uni.createFrom()
                .completionStage(task.get())
                .subscribe()
                .with(done::complete, done::completeExceptionally));
        return done.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
