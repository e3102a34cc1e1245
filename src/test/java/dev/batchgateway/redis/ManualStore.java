package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.testing.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The script in a real Redis, with a clock that only moves when it is told to: what stands between the two is the one
 * line that asks Redis for the time.
 */
// Vert.x says that an answer may be null, which only newer compilers can read off its classes.
@SuppressWarnings("NullAway")
final class ManualStore implements AutoCloseable {
    private static final String CLOCK = "redis.call('TIME')";
    private static final String MANUAL_CLOCK = "redis.call('HMGET', 'testing:clock', 'seconds', 'micros')";
    private static final long PATIENCE_SECONDS = 20;

    private final RedisProcess process = RedisProcess.started();
    private final Vertx vertx = Vertx.vertx();
    private final RedisConnection connection =
            await(Redis.createClient(vertx, process.url()).connect());
    private final String text = manual(BudgetScript.load());
    private long micros = 1_700_000_000_000_000L;
    private long numbers;
    private long lanes;
    private String lane = "";

    /** From now on on a lane nobody has used. */
    void newLane() {
        lane = "lane-" + lanes++;
    }

    /** One exchange, of a report with a higher number than all before. */
    Reserved exchange(String gateway, Report report, BudgetTimes times) {
        return exchange(gateway, ++numbers, report, times);
    }

    /** One exchange, of a report with that number. */
    Reserved exchange(String gateway, long number, Report report, BudgetTimes times) {
        List<Request> requests = List.of(
                Request.cmd(Command.HSET)
                        .arg("testing:clock")
                        .arg("seconds")
                        .arg(micros / 1_000_000)
                        .arg("micros")
                        .arg(micros % 1_000_000),
                script(gateway, number, report, times));
        List<Response> answers = await(connection.batch(requests));
        return BudgetScript.read(answers.get(1));
    }

    /** Any command of Redis. */
    Response ask(Request request) {
        return await(connection.send(request));
    }

    void advanceMillis(long millis) {
        micros += 1000 * millis;
    }

    long nowMicros() {
        return micros;
    }

    long nowMillis() {
        return micros / 1000;
    }

    @Override
    public void close() {
        await(connection.close());
        await(vertx.close());
        process.close();
    }

    private Request script(String gateway, long number, Report report, BudgetTimes times) {
        BudgetScript script = new BudgetScript(text, times);
        return script.whole(script.arguments("portal-" + lane, lane, gateway, number, report));
    }

    private static String manual(String script) {
        String manual = script.replace(CLOCK, MANUAL_CLOCK);
        if (manual.equals(script)) {
            throw new AssertionError("The script asks for the time in another way");
        }
        return manual;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Redis did not do what it was asked", e);
        }
    }
}
