package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rolling windows, the day and their headers, by a clock the test moves. */
class RateWindowTest {
    private static final String READ = "/crm/v3/objects/contacts/batch/read";
    private static final String ASSOCIATE = "/crm/v4/associations/contacts/companies/batch/associate/default";
    private static final ManualTime TIME = new ManualTime();

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension(
            SimulatorSetup.usual().with(SimulatorSettings.withoutLatency()).with(TIME));

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @BeforeEach
    void threeCallsInTenSeconds() {
        simulator.settings().set(Limits.PERMITS, 3);
    }

    @Test
    void thePermitOfACallComesBackWhenItIsTenSecondsOld() {
        assertEquals(207, read());
        TIME.advance(Duration.ofSeconds(4));
        assertEquals(207, read());
        assertEquals(207, read());
        assertEquals(429, read());
        TIME.advance(Duration.ofMillis(5_999));
        assertEquals(429, read());
        TIME.advance(Duration.ofMillis(1));
        assertEquals(207, read());
        assertEquals(429, read());
        TIME.advance(Duration.ofSeconds(4));
        assertEquals(207, read());
        assertEquals(207, read());
        assertEquals(429, read());
        assertEquals(4, simulator.ledger().summary().throttled());
    }

    @Test
    void refusedCallsUseTheDayButNotTheWindow() {
        for (int i = 0; i < 6; i++) {
            read();
        }
        TIME.advance(Duration.ofSeconds(10));

        Exchanged answer = caller.post(READ, "{\"inputs\":[{\"id\":\"1\"}]}");

        assertEquals("2", answer.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals("999993", answer.header("X-HubSpot-RateLimit-Daily-Remaining"));
    }

    @Test
    void headersCountDown() {
        simulator.settings().set(Limits.PERMITS, 190);
        read();
        TIME.advance(Duration.ofSeconds(1));

        Exchanged answer = caller.post(READ, "{\"inputs\":[{\"id\":\"1\"}]}");

        assertEquals("190", answer.header("X-HubSpot-RateLimit-Max"));
        assertEquals("188", answer.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals("10000", answer.header("X-HubSpot-RateLimit-Interval-Milliseconds"));
        assertEquals("19", answer.header("X-HubSpot-RateLimit-Secondly"));
        assertEquals("18", answer.header("X-HubSpot-RateLimit-Secondly-Remaining"));
        assertEquals("1000000", answer.header("X-HubSpot-RateLimit-Daily"));
    }

    @Test
    void aRefusalSaysThatNothingIsLeft() {
        read();
        read();
        read();

        Exchanged answer = caller.post(READ, "{\"inputs\":[{\"id\":\"1\"}]}");

        assertEquals("3", answer.header("X-HubSpot-RateLimit-Max"));
        assertEquals("0", answer.header("X-HubSpot-RateLimit-Remaining"));
    }

    @Test
    void oauthAppsGetNoDailyHeaders() {
        simulator.settings().set(Behaviour.DAILY_HEADERS, false);

        Exchanged answer = caller.post(READ, "{\"inputs\":[{\"id\":\"1\"}]}");

        assertEquals("", answer.header("X-HubSpot-RateLimit-Daily"));
        assertEquals("3", answer.header("X-HubSpot-RateLimit-Max"));
    }

    @Test
    void everyTokenHasItsOwnWindow() {
        read();
        read();
        read();

        assertEquals(429, read());
        assertEquals(
                207,
                caller.with("pat-other")
                        .post(READ, "{\"inputs\":[{\"id\":\"1\"}]}")
                        .status());
    }

    @Test
    void associationsHaveABudgetOfTheirOwn() {
        simulator.settings().set(Limits.ASSOCIATION_PERMITS, 1);

        assertEquals(200, associate().status());
        assertEquals(429, associate().status());
        assertEquals(207, read());
    }

    @Test
    void associationCallsCarryTheHeadersTheSettingsChoose() {
        read();

        assertEquals("", associate().header("X-HubSpot-RateLimit-Max"));
        simulator.settings().set(Behaviour.ASSOCIATION_HEADERS, AssociationHeaders.OBJECTS);
        assertEquals("2", associate().header("X-HubSpot-RateLimit-Remaining"));
        simulator.settings().set(Behaviour.ASSOCIATION_HEADERS, AssociationHeaders.OWN);
        assertEquals("97", associate().header("X-HubSpot-RateLimit-Remaining"));
    }

    @Test
    void theDayBeginsAnewAtMidnight() {
        simulator.settings().set(Limits.DAILY_QUOTA, 1);
        read();
        assertEquals(429, read());

        TIME.advance(Duration.ofDays(1));

        assertEquals(207, read());
    }

    @Test
    void callsWithoutAKnownTokenCountNowhere() {
        Exchanged answer = caller.with("bad").post(READ, "{}");

        assertEquals("", answer.header("X-HubSpot-RateLimit-Daily-Remaining"));
        assertTrue(answer.header("X-HubSpot-Correlation-Id").length() == 36);
    }

    /** The oracle asks of every call let in how many others were let in during the ten seconds before it. */
    @Test
    void noWindowEverHoldsMoreThanItsPermits() {
        Random random = new Random(7);
        RollingWindow window = new RollingWindow();
        List<Long> letIn = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(100);
            long since = now - 1_000;
            boolean room = letIn.stream().filter(at -> at > since).count() < 17;

            assertEquals(room, window.tryTake(now, 17, 1_000));
            if (room) {
                letIn.add(now);
            }
            letIn.removeIf(at -> at <= since);
        }
        assertFalse(letIn.isEmpty());
    }

    private int read() {
        return caller.post(READ, "{\"inputs\":[{\"id\":\"1\"}]}").status();
    }

    private Exchanged associate() {
        return caller.post(ASSOCIATE, "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"}}]}");
    }
}
