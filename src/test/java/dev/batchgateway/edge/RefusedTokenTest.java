package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedTokenTest {
    private final ManualClock clock = new ManualClock();
    private final RefusedToken watch = new RefusedToken(Watch.NONE, clock);
    private final LoggedLines lines = new LoggedLines("HubSpot refuses the gateway's own token");

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void stop() {
        lines.stop();
    }

    @Test
    void theLogSaysSoSoManyTimesASecondOnly() {
        for (int i = 0; i < 3 * Repeats.MOST_A_SECOND; i++) {
            watch.called(i % 2 == 0, ReplyKind.UNAUTHORIZED, 401, 1);
        }
        assertEquals(Repeats.MOST_A_SECOND, lines.texts().size());

        clock.advance(Duration.ofSeconds(1));
        watch.called(false, ReplyKind.UNAUTHORIZED, 401, 1);

        List<String> texts = lines.texts();
        assertTrue(texts.get(texts.size() - 1).endsWith("(20 more calls were refused before)"), texts::toString);
    }

    @Test
    void otherEndingsAreNoneOfIt() {
        for (ReplyKind kind : ReplyKind.values()) {
            if (kind != ReplyKind.UNAUTHORIZED) {
                watch.called(false, kind, 200, 1);
            }
        }

        assertEquals(List.of(), lines.texts());
    }

    @Test
    void onlyATokenThatIsNotTheCallersIsTheGateways() {
        Caller withAKey = new Caller("Bearer pat-1", null, 3, "key:sync");
        Caller withItsOwn = new Caller("Bearer pat-1", null, 3);

        assertTrue(RefusedToken.isIn(401, withAKey));
        assertFalse(RefusedToken.isIn(403, withAKey));
        assertFalse(RefusedToken.isIn(200, withAKey));
        assertFalse(RefusedToken.isIn(401, withItsOwn));
    }
}
