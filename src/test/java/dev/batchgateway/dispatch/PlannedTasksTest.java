package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedTasksTest {
    private final ManualTimer timer = new ManualTimer(new ManualClock());
    private final ManualLoop loop = new ManualLoop();
    private final PlannedTasks planned = new PlannedTasks(timer, loop);
    private final List<String> done = new ArrayList<>();

    @Test
    void eachIsRunOnTheBatchsThreadWhenItsTimeHasCome() {
        planned.after(2_000_000, () -> done.add("second"));
        planned.after(1_000_000, () -> done.add("first"));

        timer.runNext();
        assertEquals(List.of(), done);
        loop.run();
        assertEquals(List.of("first"), done);
        timer.runNext();
        loop.run();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void whenTheBatchIsOverNothingStaysPlanned() {
        planned.after(1_000_000, () -> done.add("never"));

        planned.end();
        planned.after(1_000_000, () -> done.add("never"));

        assertTrue(timer.isEmpty());
    }

    @Test
    void whatIsOnItsWayWhenTheBatchEndsIsNotRun() {
        planned.after(1_000_000, () -> done.add("never"));
        timer.runNext();

        planned.end();
        loop.run();

        assertEquals(List.of(), done);
    }
}
