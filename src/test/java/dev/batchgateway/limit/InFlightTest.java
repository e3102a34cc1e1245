package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void startsWide() {
        assertEquals(20, new InFlight(20).bound());
    }

    @Test
    void isCutByAThirdOfWhatWasUnderWay() {
        InFlight inFlight = new InFlight(20);

        inFlight.overloaded(0, 5, 10);

        assertEquals(7, inFlight.bound());
    }

    /** Ten calls that were under way together and all met a 502 say one thing, not ten. */
    @Test
    void isCutOnceForTheCallsThatWereUnderWayThen() {
        InFlight inFlight = new InFlight(20);
        inFlight.overloaded(0, 5, 20);

        inFlight.overloaded(1, 6, 19);
        inFlight.overloaded(5, 7, 18);

        assertEquals(14, inFlight.bound());
    }

    @Test
    void isCutAgainForACallSentSince() {
        InFlight inFlight = new InFlight(20);
        inFlight.overloaded(0, 5, 20);

        inFlight.overloaded(6, 8, 14);

        assertEquals(9, inFlight.bound());
    }

    @Test
    void growsByOneForEachRoundOfSuccesses() {
        InFlight inFlight = new InFlight(20);
        inFlight.overloaded(0, 5, 10);

        for (int i = 0; i < 8; i++) {
            inFlight.succeeded();
        }

        assertEquals(8, inFlight.bound());
    }

    @Test
    void cutsOnAClockThatStandsBelowZero() {
        InFlight inFlight = new InFlight(10);

        inFlight.overloaded(-900, -800, 10);

        assertEquals(7, inFlight.bound());
    }

    @Property
    void staysBetweenOneAndItsMost(@ForAll @IntRange(min = -3, max = 50) int most, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InFlight inFlight = new InFlight(most);

        for (int now = 0; now < 300; now++) {
            if (random.nextInt(3) == 0) {
                inFlight.overloaded(now - random.nextInt(5), now, random.nextInt(60));
            } else {
                inFlight.succeeded();
            }
            assertTrue(inFlight.bound() >= 1 && inFlight.bound() <= Math.max(1, most));
        }
    }
}
