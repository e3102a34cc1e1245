package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeldBodyTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final HeldBody body = new HeldBody(closed::incrementAndGet);

    @Test
    void itsRoomIsGivenBackWhenTheLastOfItsUsersHasEnded() {
        Runnable request = body.use();
        Runnable run = body.use();

        request.run();
        assertEquals(0, closed.get());
        run.run();

        assertEquals(1, closed.get());
    }

    @Test
    void whoEndsTwiceEndsForNobodyElse() {
        Runnable request = body.use();
        Runnable run = body.use();
        request.run();
        request.run();

        assertEquals(0, closed.get());
        run.run();
        assertEquals(1, closed.get());
    }
}
