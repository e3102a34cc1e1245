package dev.batchgateway.benchmark;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedBudget;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.redis.BudgetTimes;
import dev.batchgateway.redis.RedisBudgets;
import dev.batchgateway.redis.SharedState;
import dev.batchgateway.testing.RedisProcess;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an exchange with Redis costs, over one connection and the loopback: three gateways share each lane, whose window
 * is used up, and each exchange tells of two calls that have ended and asks for more. {@code RedisExchanges 20000}
 */
public final class RedisExchanges {
    /** For one exchange: a Redis that has gone away must not keep the program. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PERMITS = 190;
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();
    /** On their way back already, or more permits would be out than there are. */
    private static final List<Long> ENDED = List.of(WINDOW - 30_000_000, WINDOW - 40_000_000);

    private static final int LANES = 64;
    private static final int GATEWAYS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final List<SharedBudget> budgets = new ArrayList<>();
    private final Redis client;
    private final SharedState state = new SharedState(true, System::nanoTime);

    private RedisExchanges(String url) {
        client = Redis.createClient(
                vertx, new RedisOptions().setConnectionString(url).setProtocolNegotiation(false));
        for (int gateway = 0; gateway < GATEWAYS; gateway++) {
            RedisBudgets shared = new RedisBudgets(
                    client,
                    "gateway-" + gateway,
                    BudgetTimes.of(Duration.ofSeconds(5), Duration.ofSeconds(15)),
                    state,
                    System::nanoTime,
                    (nanos, task) -> {
                        long id = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos), fired -> task.run());
                        return () -> vertx.cancelTimer(id);
                    });
            for (int lane = 0; lane < LANES; lane++) {
                budgets.add(shared.of("portal-" + lane, "lane-" + lane));
            }
        }
    }

    /**
     * Runs it and prints the figures.
     *
     * @param arguments how many exchanges
     */
    public static void main(String... arguments) {
        int exchanges = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        try (RedisProcess redis = RedisProcess.started()) {
            RedisExchanges run = new RedisExchanges(redis.url());
            run.join();
            run.oneByOne(exchanges / 4);
            run.atOnce(exchanges / 4);
            run.oneByOne(exchanges);
            run.atOnce(exchanges);
            run.inRedis();
            run.vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The lanes fill: some permits held by each gateway, the rest on its way back. */
    private void join() {
        List<Long> past = new ArrayList<>();
        for (int i = 0; i < PERMITS / GATEWAYS - 10; i++) {
            past.add(WINDOW * i / PERMITS);
        }
        for (SharedBudget budget : budgets) {
            take(budget.exchange(report(past, true)).await().atMost(PATIENCE));
        }
    }

    private void oneByOne(int exchanges) {
        long[] nanos = new long[exchanges];
        Report report = report(ENDED, false);
        for (int i = 0; i < exchanges; i++) {
            long began = System.nanoTime();
            take(budgets.get(i % budgets.size()).exchange(report).await().atMost(PATIENCE));
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "one by one: median %,d us, p99 %,d us%n",
                nanos[exchanges / 2] / 1000,
                nanos[exchanges * 99 / 100] / 1000);
    }

    private void atOnce(int exchanges) {
        Report report = report(ENDED, false);
        long began = System.nanoTime();
        Multi.createFrom()
                .range(0, exchanges)
                .onItem()
                .transformToUni(i -> budgets.get(i % budgets.size()).exchange(report))
                .merge(LANES)
                .invoke(RedisExchanges::take)
                .collect()
                .last()
                .await()
                .indefinitely();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d at once: %,.0f a second, %.0f us each%n",
                LANES,
                exchanges / seconds,
                seconds * 1e6 / exchanges);
    }

    /** Redis' own account of its time for one call of the script. */
    private void inRedis() {
        client.send(Request.cmd(Command.INFO).arg("commandstats"))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .toString()
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha"))
                .forEach(System.out::println);
    }

    private static Report report(List<Long> ended, boolean rejoins) {
        return new Report(
                0,
                20,
                0,
                10,
                ended,
                rejoins,
                new SharedRate(PERMITS, WINDOW, true, 0, 0, 0, 0),
                new Report.Shutting(false, 0, 0),
                new Report.Use(9, 0, 0),
                QuotaNews.NONE,
                0);
    }

    private static void take(Reserved reserved) {
        if (!reserved.isReached()) {
            throw new IllegalStateException("Redis was lost");
        }
    }
}
