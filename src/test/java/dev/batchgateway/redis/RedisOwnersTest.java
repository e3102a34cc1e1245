package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Owners.Owner;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The register of records over a real connection to a real Redis. */
class RedisOwnersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final String PRINT = "print";
    private static final String NAME = "name";

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess process = RedisProcess.started();
    private final RegisterState state = new RegisterState(System::nanoTime);
    private final RedisOwners one = owners("one");
    private final RedisOwners two = owners("two");

    @AfterEach
    void end() throws Exception {
        process.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whoClaimsFirstHasItAndMayClaimItAgain() {
        assertEquals(Owner.HERE, claim(one, PRINT, LONG));
        assertEquals(Owner.ELSEWHERE, claim(two, PRINT, LONG));
        assertEquals(Owner.HERE, claim(one, PRINT, LONG));
        assertEquals(Owner.OTHER_REQUEST, claim(two, "another", LONG));
    }

    @Test
    void whatIsReleasedIsFree() {
        claim(one, PRINT, LONG);

        one.release(NAME, PRINT);

        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, LONG) == Owner.HERE));
    }

    @Test
    void anEntryEndsByItselfAndLeavesNothingInRedis() {
        claim(one, PRINT, SHORT);

        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, SHORT) == Owner.HERE));
        assertTrue(Polling.until(PATIENCE, () -> keys() == 0));
    }

    /** Equal batches without a mark run side by side; each gateway's entry is its own. */
    @Test
    void twoMayHoldOneNameAndTheEndOfTheOneIsNotThatOfTheOther() {
        one.hold(NAME, PRINT, LONG);
        two.hold(NAME, PRINT, LONG);
        assertTrue(Polling.until(PATIENCE, () -> claim(owners("three"), PRINT, LONG) == Owner.ELSEWHERE));

        one.release(NAME, PRINT);

        assertTrue(Polling.until(PATIENCE, () -> claim(one, PRINT, LONG) == Owner.ELSEWHERE));
    }

    @Test
    void aShorterTimeTakesTheLongerOnesPlace() {
        claim(one, PRINT, LONG);

        one.hold(NAME, PRINT, SHORT);

        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, LONG) == Owner.HERE));
    }

    @Test
    void aRedisThatIsGoneIsAnAnswerToo() {
        claim(one, PRINT, LONG);

        process.kill();

        assertEquals(Owner.LOST, claim(one, PRINT, LONG));
        process.start();
        assertTrue(Polling.until(PATIENCE, () -> claim(one, PRINT, LONG) == Owner.HERE));
    }

    /** Whoever looks enters himself for a moment: only another's entry is told to him. */
    @Test
    void aRecordHeldWhileRedisWasAwayIsKnownToTheOthersWhenItIsBack() {
        process.kill();
        one.hold(NAME, PRINT, LONG);
        assertEquals(Owner.LOST, claim(one, PRINT, LONG));

        process.start();

        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, SHORT) == Owner.ELSEWHERE));
    }

    @Test
    void whatRedisWasNotThereToBeToldIsShownAndCountedUntilItIsBack() {
        assertEquals(Owner.HERE, claim(one, PRINT, SHORT));
        assertEquals(0, state.failures());
        process.kill();
        one.hold(NAME, PRINT, LONG);
        assertTrue(Polling.until(PATIENCE, () -> state.missing() == 1));
        assertTrue(state.failures() > 0);

        process.start();

        assertTrue(Polling.until(PATIENCE, () -> state.missing() == 0));
        assertTrue(state.exchanges() > state.failures());
    }

    @Test
    void aRedisThatHasComeBackEmptyIsToldAgainWhatIsHeld() {
        one.hold(NAME, PRINT, LONG);
        assertEquals(Owner.HERE, claim(one, "claimed", PRINT, LONG));
        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, SHORT) == Owner.ELSEWHERE));

        process.kill();
        process.start();

        assertTrue(Polling.until(PATIENCE, () -> claim(two, PRINT, SHORT) == Owner.ELSEWHERE));
        assertTrue(Polling.until(PATIENCE, () -> claim(two, "claimed", PRINT, SHORT) == Owner.ELSEWHERE));
    }

    @Test
    void whatWasReleasedWhileRedisWasAwayIsNotEnteredAgain() {
        one.hold(NAME, PRINT, LONG);
        one.hold("other", PRINT, LONG);
        process.kill();
        one.release(NAME, PRINT);
        process.start();

        assertTrue(Polling.until(PATIENCE, () -> claim(two, "other", PRINT, SHORT) == Owner.ELSEWHERE));
        assertEquals(Owner.HERE, claim(two, PRINT, SHORT));
    }

    /** Redis sees what one gateway asks in its order, so its claim finds nobody's entry but the other one's. */
    @Test
    void whoTookARecordWhileItsEntryWasMissingKeepsIt() {
        assertEquals(Owner.HERE, claim(two, PRINT, LONG));

        one.hold(NAME, PRINT, LONG);
        one.release(NAME, PRINT);

        assertEquals(Owner.ELSEWHERE, claim(one, PRINT, LONG));
    }

    @Test
    void aRedisThatIsSilentIsLostInTime() {
        claim(one, PRINT, LONG);

        process.pause();

        assertEquals(Owner.LOST, claim(one, PRINT, LONG));
        process.resume();
    }

    private RedisOwners owners(String gateway) {
        Timer timer = (nanos, task) -> {
            long id = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), fired -> task.run());
            return () -> vertx.cancelTimer(id);
        };
        return new RedisOwners(
                Redis.createClient(vertx, process.url()), gateway, TIMEOUT, state, System::nanoTime, timer);
    }

    private static Owner claim(RedisOwners owners, String print, Duration hold) {
        return claim(owners, NAME, print, hold);
    }

    private static Owner claim(RedisOwners owners, String name, String print, Duration hold) {
        return owners.claim(name, print, hold).await().atMost(PATIENCE);
    }

    private int keys() {
        try {
            Response counted = Redis.createClient(vertx, process.url())
                    .send(Request.cmd(Command.DBSIZE))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Objects.requireNonNull(counted.toInteger());
        } catch (Exception e) {
            throw new AssertionError("Redis did not count its keys", e);
        }
    }
}
