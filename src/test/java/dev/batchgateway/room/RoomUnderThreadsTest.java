package dev.batchgateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Several threads take and give at once, and shares are closed under the hands of those who use them: the bounds hold
 * at every moment, and in the end nothing is held and nobody is known.
 */
class RoomUnderThreadsTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final long MOST = 1_000;
    private static final long MOST_PER_CALLER = 600;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS * 2);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void boundsHoldAndNothingIsLostOrLeft() throws InterruptedException, ExecutionException {
        Room room = new Room(MOST, MOST_PER_CALLER);
        List<AtomicLong> heldByCaller = List.of(new AtomicLong(), new AtomicLong());
        AtomicLong refusals = new AtomicLong();
        List<Future<?>> working = new ArrayList<>();

        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = new SplittableRandom(thread);
            int caller = thread % heldByCaller.size();
            working.add(threads.submit(() -> work(room, caller, heldByCaller, random, refusals)));
        }
        for (Future<?> one : working) {
            one.get();
        }

        assertEquals(0, room.bytes());
        assertEquals(0, room.callers());
        assertTrue(refusals.get() > 0, "the bounds were never met");
    }

    private static void work(
            Room room, int caller, List<AtomicLong> heldByCaller, SplittableRandom random, AtomicLong refusals) {
        for (int round = 0; round < ROUNDS; round++) {
            Share share = room.share("caller " + caller);
            long taken = 0;
            for (int i = random.nextInt(4); i >= 0; i--) {
                int bytes = 1 + random.nextInt(200);
                if (share.take(bytes)) {
                    taken += bytes;
                    // Counted after it is taken and before it is given back: never more than what is held.
                    long ofCaller = heldByCaller.get(caller).addAndGet(bytes);
                    assertTrue(ofCaller <= MOST_PER_CALLER, () -> ofCaller + " bytes of one caller");
                    long inAll = room.bytes();
                    assertTrue(inAll <= MOST, () -> inAll + " bytes in all");
                } else {
                    refusals.incrementAndGet();
                }
            }
            heldByCaller.get(caller).addAndGet(-taken);
            if (random.nextBoolean()) {
                share.give(taken);
            }
            share.close();
        }
    }

    @Test
    void aShareClosedWhileItIsUsedKeepsNothing() throws InterruptedException, ExecutionException {
        Room room = new Room(MOST, MOST);

        for (int round = 0; round < ROUNDS / 10; round++) {
            Share share = room.share("a");
            Future<?> user = threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    if (share.take(7)) {
                        share.force(3);
                        share.give(Math.min(4, share.bytes()));
                    }
                }
            });
            Future<?> closer = threads.submit(share::close);
            user.get();
            closer.get();

            assertEquals(0, room.bytes(), "round " + round);
            assertEquals(0, room.callers());
        }
    }
}
