package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearnedLimitsTest {
    private final ManualClock clock = new ManualClock();
    private final LearnedLimits limits = new LearnedLimits(clock);
    private final Target contacts = target(Operation.OBJECT_READ, "contacts");

    @Test
    void beginsWithTheTable() {
        assertEquals(100, limits.mostInputs(contacts, false));
        assertEquals(50, limits.mostInputs(contacts, true));
    }

    @Test
    void takesALowerBoundForAnHour() {
        limits.learn(contacts, false, 30);
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertEquals(30, limits.mostInputs(contacts, false));

        clock.advance(Duration.ofNanos(1));

        assertEquals(100, limits.mostInputs(contacts, false));
    }

    @Test
    void takesOnlyALowerOneAndNeverNone() {
        limits.learn(contacts, false, 30);

        limits.learn(contacts, false, 40);
        limits.learn(contacts, false, 0);
        limits.learn(contacts, false, -1);

        assertEquals(30, limits.mostInputs(contacts, false));
    }

    @Test
    void learnsForEachTypeOperationAndHistoryFlag() {
        limits.learn(contacts, false, 30);

        assertEquals(50, limits.mostInputs(contacts, true));
        assertEquals(100, limits.mostInputs(target(Operation.OBJECT_UPDATE, "contacts"), false));
        assertEquals(100, limits.mostInputs(target(Operation.OBJECT_READ, "companies"), false));
        assertEquals(30, limits.mostInputs(target(Operation.OBJECT_READ, "CONTACTS"), false));
    }

    @Test
    void keepsTheLatestThousand() {
        for (int i = 0; i <= 1_000; i++) {
            limits.learn(target(Operation.OBJECT_READ, "type" + i), false, 30);
        }

        assertEquals(100, limits.mostInputs(target(Operation.OBJECT_READ, "type0"), false));
        assertEquals(30, limits.mostInputs(target(Operation.OBJECT_READ, "type1"), false));
    }

    private static Target target(Operation operation, String type) {
        return new Target(operation, "/crm/v3/objects/" + type + "/batch/" + operation.path(), null, type);
    }
}
