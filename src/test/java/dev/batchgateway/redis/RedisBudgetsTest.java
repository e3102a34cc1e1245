package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedBudget;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.testing.RedisProcess;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budgets over a real connection to a real Redis, which is killed, held up and made to forget. */
class RedisBudgetsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Longer than the usual one: a machine that tests is busy, and only what is held up may be lost here. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Told NOTHING = Told.nothing(100, 10_000);

    private final Vertx vertx = Vertx.vertx();
    private final SharedState state = new SharedState(true, System::nanoTime);
    private final RedisProcess process = RedisProcess.started();
    private final Redis asker = Redis.createClient(vertx, process.url());

    @AfterEach
    void end() throws Exception {
        process.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void gatewaysShareOneBudgetOnRedisOwnClock() {
        Duration window = Duration.ofMillis(300);
        Told told = Told.nothing(100, window.toMillis());
        SharedBudget one = budgets("one", process.url(), TIMEOUT).of("portal", "lane");
        SharedBudget two = budgets("two", process.url(), TIMEOUT).of("portal", "lane");

        assertEquals(70, reserved(one, told.wants(70).rejoins()).granted());
        assertEquals(30, reserved(two, told.wants(70).rejoins()).granted());
        assertEquals(2, reserved(one, told.holds(0).ended(70, 0)).members());

        Reserved back = reserved(two, told.holds(30).wants(70));
        for (long end = untilWhen(); back.granted() == 0 && System.nanoTime() < end; ) {
            assertTrue(back.nextNanos() <= window.toNanos(), "next in " + back.nextNanos());
            back = reserved(two, told.holds(30).wants(70));
        }
        assertEquals(70, back.granted());
    }

    @Test
    void lanesAndGatewaysAreApart() {
        RedisBudgets budgets = budgets("one", process.url(), TIMEOUT);

        assertEquals(
                100,
                reserved(budgets.of("portal", "x"), NOTHING.wants(100).rejoins())
                        .granted());
        assertEquals(
                100,
                reserved(budgets.of("portal", "y"), NOTHING.wants(100).rejoins())
                        .granted());
    }

    @Test
    void manyLanesUseOneConnectionAtOnce() {
        RedisBudgets budgets = budgets("one", process.url(), Duration.ofSeconds(20));
        List<Uni<Reserved>> exchanges = IntStream.range(0, 1_000)
                .mapToObj(i -> budgets.of("portal", "lane-" + i)
                        .exchange(NOTHING.wants(3).rejoins().report()))
                .toList();

        List<Reserved> all = Uni.join().all(exchanges).andFailFast().await().atMost(PATIENCE);

        assertTrue(all.stream().allMatch(reserved -> reserved.granted() == 3));
        assertEquals(1, connections());
    }

    @Test
    void aForgottenScriptIsSentAgain() {
        SharedBudget budget = budgets("one", process.url(), TIMEOUT).of("portal", "lane");
        reserved(budget, NOTHING.rejoins());

        ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));

        assertEquals(5, reserved(budget, NOTHING.wants(5)).granted());
        assertEquals(0, state.failures());
    }

    @Test
    void aConnectionThatWasClosedMeanwhileCostsNoExchange() {
        SharedBudget budget = budgets("one", process.url(), TIMEOUT).of("portal", "lane");
        reserved(budget, NOTHING.rejoins());

        ask(Request.cmd(Command.CLIENT)
                .arg("KILL")
                .arg("TYPE")
                .arg("normal")
                .arg("SKIPME")
                .arg("yes"));

        assertEquals(5, reserved(budget, NOTHING.wants(5)).granted());
        assertEquals(0, state.failures());
    }

    @Test
    void aKilledRedisIsLostAndFoundAgainEmpty() {
        SharedBudget budget = budgets("one", process.url(), TIMEOUT).of("portal", "lane");
        reserved(budget, NOTHING.wants(5).rejoins());

        process.kill();
        assertEquals(Reserved.LOST, reserved(budget, NOTHING.holds(5)));
        assertTrue(state.isLost());

        process.start();
        Reserved found = untilReached(budget, NOTHING.holds(5));
        assertTrue(found.isNew());
        assertFalse(state.isLost());
        assertFalse(reserved(budget, NOTHING.holds(5).rejoins()).isNew());
    }

    @Test
    void aRedisThatIsHeldUpIsLostWithinTheTimeOutAndPilesNothingUp() {
        RedisBudgets budgets = budgets("one", process.url(), Duration.ofMillis(200));
        SharedBudget budget = budgets.of("portal", "lane");
        untilReached(budget, NOTHING.rejoins());
        long before = state.failures();

        process.pause();
        try {
            for (int i = 0; i < 300; i++) {
                assertEquals(Reserved.LOST, reserved(budgets.of("portal", "lane-" + i), NOTHING.rejoins()));
            }
        } finally {
            process.resume();
        }

        assertEquals(300, state.failures() - before);
        assertEquals(7, untilReached(budget, NOTHING.wants(7).rejoins()).granted());
        assertTrue(connections() <= 2, connections() + " connections");
    }

    @Test
    void aRedisThatNeverAnswersIsTriedOverOneConnectionAtATime() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RedisBudgets budgets = budgets("one", "redis://127.0.0.1:" + mute.getLocalPort(), Duration.ofMillis(50));

            for (int i = 0; i < 300; i++) {
                assertEquals(Reserved.LOST, reserved(budgets.of("portal", "lane-" + i), NOTHING.rejoins()));
            }

            mute.setSoTimeout(100);
            assertEquals(1, accepted(mute));
        }
    }

    @Test
    void aRedisThatRefusesIsLost() {
        ask(Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("1"));

        SharedBudget budget = budgets("one", process.url(), TIMEOUT).of("portal", "lane");

        assertEquals(Reserved.LOST, reserved(budget, NOTHING.rejoins()));
        ask(Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("0"));
        assertEquals(5, untilReached(budget, NOTHING.wants(5).rejoins()).granted());
    }

    private RedisBudgets budgets(String gateway, String url, Duration timeout) {
        // As in application.properties.
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(2)
                .setProtocolNegotiation(false)
                .setNetClientOptions(
                        new NetClientOptions().setConnectTimeout(1_000).setReadIdleTimeout(5));
        Timer timer = (nanos, task) -> {
            long id = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos + 999_999), fired -> task.run());
            return () -> vertx.cancelTimer(id);
        };
        return new RedisBudgets(
                Redis.createClient(vertx, options),
                gateway,
                BudgetTimes.of(timeout, Duration.ofSeconds(15)),
                state,
                System::nanoTime,
                timer);
    }

    private static Reserved reserved(SharedBudget budget, Told told) {
        return budget.exchange(told.report()).await().atMost(PATIENCE);
    }

    private static Reserved untilReached(SharedBudget budget, Told told) {
        Reserved reserved = reserved(budget, told);
        for (long end = untilWhen(); !reserved.isReached() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
            reserved = reserved(budget, told);
        }
        return reserved;
    }

    private static long untilWhen() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /** Connections to Redis, without the one that asks. */
    private long connections() {
        String clients = ask(Request.cmd(Command.CLIENT).arg("LIST")).toString();
        return clients.lines().filter(client -> !client.contains("cmd=client")).count();
    }

    private Response ask(Request request) {
        return Uni.createFrom()
                .completionStage(() -> asker.send(request).toCompletionStage())
                .await()
                .atMost(PATIENCE);
    }

    private static int accepted(ServerSocket server) throws IOException {
        List<AutoCloseable> connections = new ArrayList<>();
        try {
            while (true) {
                connections.add(server.accept());
            }
        } catch (SocketTimeoutException e) {
            return connections.size();
        }
    }
}
