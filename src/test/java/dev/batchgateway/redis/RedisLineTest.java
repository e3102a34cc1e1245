package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.redis.client.impl.types.SimpleStringType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisLineTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Request ASKED = Request.cmd(Command.PING);
    private static final Response ANSWER = SimpleStringType.create("PONG");

    private final ManualClock clock = new ManualClock();
    private final FakeRedis redis = new FakeRedis();
    private final RedisLine line = new RedisLine(redis, clock, PATIENCE);

    @Test
    void nothingIsAttemptedBeforeSomethingIsAsked() {
        assertEquals(0, redis.attempts());
    }

    @Test
    void requestsShareOneConnection() {
        Future<Response> first = send();
        Future<Response> second = send();
        FakeRedis.Connection connection = redis.connects();
        Future<Response> third = send();

        connection.answers(0, ANSWER);

        assertEquals(1, redis.attempts());
        assertEquals(3, connection.requests().size());
        assertSame(ANSWER, first.result());
        assertFalse(second.isComplete() || third.isComplete());
    }

    @Test
    void oneAttemptIsUnderWayAtATimeAndRequestsDoNotWaitForItForLong() {
        Future<Response> waits = send();
        clock.advance(PATIENCE.plusNanos(1));
        Future<Response> comesLate = send();

        assertEquals(1, redis.attempts());
        assertFalse(waits.isComplete());
        assertTrue(comesLate.failed());
    }

    @Test
    void aRequestNotWantedAnyMoreIsNotSent() {
        Future<Response> answer = line.send(ASKED, () -> false);
        FakeRedis.Connection connection = redis.connects();

        assertTrue(answer.failed());
        assertEquals(0, connection.requests().size());
    }

    @Test
    void afterAFailedAttemptThereIsAPause() {
        Future<Response> first = send();
        redis.refuses();
        Future<Response> second = send();

        assertTrue(first.failed() && second.failed());
        assertEquals(1, redis.attempts());

        clock.advance(Duration.ofMillis(200));
        Future<Response> third = send();
        redis.connects().answers(0, ANSWER);

        assertEquals(2, redis.attempts());
        assertTrue(third.succeeded());
    }

    @Test
    void anAttemptThatNeverEndsIsGivenUpAndItsConnectionNotUsed() {
        Future<Response> first = send();
        clock.advance(Duration.ofSeconds(15).plusNanos(1));
        Future<Response> second = send();
        FakeRedis.Connection late = redis.connects(0);
        FakeRedis.Connection used = redis.connects(1);

        assertEquals(2, redis.attempts());
        assertFalse(second.isComplete());
        assertEquals(1, used.requests().size());
        assertTrue(late.requests().stream().anyMatch(request -> request.command() == Command.QUIT), "is left");
        assertFalse(first.isComplete());
    }

    @Test
    void aConnectionThatHasEndedIsMadeAgainAtOnce() {
        Future<Response> first = send();
        FakeRedis.Connection lost = redis.connects();
        lost.fails(0, ErrorType.create("CONNECTION_CLOSED"));
        lost.ends();

        assertTrue(RedisLine.isClosed(first.cause()));
        assertTrue(lost.isClosed());

        Future<Response> second = send();
        redis.connects().answers(0, ANSWER);
        assertTrue(second.succeeded());
    }

    @Test
    void aSilentLineTakesNoRequestsUntilSomethingIsHeard() {
        Future<Response> overdue = send();
        FakeRedis.Connection connection = redis.connects();
        line.isSilent();

        Future<Response> meanwhile = send();
        assertTrue(meanwhile.failed());
        assertEquals(1, connection.requests().size());

        connection.answers(0, ANSWER);
        Future<Response> later = send();
        connection.answers(1, ANSWER);
        assertTrue(overdue.succeeded() && later.succeeded());
    }

    @Test
    void aNewConnectionIsNotSilent() {
        Future<Response> overdue = send();
        line.isSilent();
        redis.connects().answers(0, ANSWER);

        assertTrue(overdue.succeeded());
        assertFalse(send().failed());
    }

    @Test
    void aMissingScriptIsNoReasonToLeave() {
        Future<Response> answer = send();
        FakeRedis.Connection connection = redis.connects();
        line.isSilent();
        connection.fails(0, ErrorType.create("NOSCRIPT No matching script."));

        assertTrue(RedisLine.isNoScript(answer.cause()));
        assertFalse(send().failed());
        assertEquals(2, connection.requests().size());
    }

    @Test
    void aRedisThatRefusesIsLeftAndLookedForAgainAfterAPause() {
        Future<Response> answer = send();
        FakeRedis.Connection replica = redis.connects();
        replica.fails(0, ErrorType.create("READONLY You can't write against a read only replica."));

        assertTrue(answer.failed());
        assertEquals(Command.QUIT, replica.requests().get(1).command());
        assertTrue(send().failed());

        replica.answers(1, ANSWER);
        assertTrue(replica.isClosed());
        clock.advance(Duration.ofMillis(200));
        assertFalse(send().isComplete());
        assertEquals(2, redis.attempts());
    }

    @Test
    void aClosedClientIsAFailure() {
        redis.close();

        assertTrue(send().failed());
    }

    private Future<Response> send() {
        return line.send(ASKED, () -> true);
    }
}
