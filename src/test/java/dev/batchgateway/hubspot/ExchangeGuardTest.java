package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guard as SmallRye Fault Tolerance really builds it, which takes a running Quarkus: when it refuses, nothing was
 * sent and it says so; when it ends a wait, something may have been sent.
 */
@QuarkusTest
class ExchangeGuardTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    /** Long enough for a call to begin on a busy machine. */
    private static final Duration BACKSTOP = Duration.ofMillis(500);

    private static final int PATIENCE_SECONDS = 20;
    private static final int CONNECTIONS = 3;
    private static final int LOOKED_AT = ExchangeGuard.CALLS_LOOKED_AT;
    private static final int FAILED = (int) Math.ceil(LOOKED_AT * ExchangeGuard.FAILED_SHARE);

    private final AtomicInteger made = new AtomicInteger();

    @Inject
    Timer timer;

    @Test
    void whenMostCallsReachNobodyTheNextIsRefusedWithoutBeingMade() {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        open(guard);

        Throwable refusal = failure(guard, this::answer);

        assertInstanceOf(CircuitBreakerOpenException.class, refusal);
        assertEquals(LOOKED_AT, made.get());
        assertFalse(
                assertInstanceOf(Reply.NotReached.class, Failure.reply(refusal)).trust(), "safe to repeat");
    }

    @Test
    void oneCallThatIsAnsweredMoreKeepsItClosed() {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        repeat(LOOKED_AT - FAILED + 1, () -> status(guard, this::answer));
        repeat(FAILED - 1, () -> failure(guard, () -> fails(new ConnectException("refused"))));

        assertEquals(200, status(guard, this::answer));
    }

    @Test
    void fewerCallsThanAreLookedAtNeverOpenIt() {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        repeat(LOOKED_AT - 1, () -> failure(guard, () -> fails(new UnknownHostException("nowhere"))));

        assertEquals(200, status(guard, this::answer));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 423, 429, 477, 500, 502, 503, 504, 521, 523, 524})
    void noAnswerOfHubSpotOpensIt(int status) {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        repeat(2 * LOOKED_AT, () -> assertEquals(status, status(guard, () -> answers(status))));

        assertEquals(200, status(guard, this::answer));
    }

    @ParameterizedTest
    @MethodSource("noFailuresToReachHubSpot")
    void noOtherFailureOpensIt(Exception failure) {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        repeat(2 * LOOKED_AT, () -> failure(guard, () -> fails(failure)));

        assertEquals(200, status(guard, this::answer));
        assertEquals(2 * LOOKED_AT + 1, made.get());
    }

    static List<Exception> noFailuresToReachHubSpot() {
        return List.of(
                new TimeoutException("The timeout period of 110000ms has been exceeded"),
                new HttpClosedException("Connection was closed"),
                new SSLHandshakeException("PKIX path building failed"));
    }

    @Test
    void itsOwnTimeOutsDoNotOpenIt() {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, Duration.ofMillis(1), timer);
        repeat(2 * LOOKED_AT, () -> {
            Throwable failure = failure(guard, () -> Uni.createFrom().nothing());
            assertFalse(failure instanceof CircuitBreakerOpenException, failure::toString);
        });
    }

    @Test
    void afterItsDelayItLetsOneCallThroughAndClosesAgain() throws InterruptedException {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, SHORT, LONG, timer);
        open(guard);

        awaitStatus(guard);

        int before = made.get();
        repeat(LOOKED_AT, () -> assertEquals(200, status(guard, this::answer)));
        assertEquals(before + LOOKED_AT, made.get());
    }

    /** One that had closed would let the next {@link ExchangeGuard#CALLS_LOOKED_AT} through one after the other. */
    @Test
    void aCallLetThroughThatReachesNobodyOpensItAgain() throws InterruptedException {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, SHORT, LONG, timer);
        open(guard);
        int tried = 0;

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (made.get() < LOOKED_AT + 5) {
            assertTrue(System.nanoTime() < end, "It lets none through");
            failure(guard, () -> fails(new ConnectException("refused")));
            tried++;
            TimeUnit.MILLISECONDS.sleep(1);
        }

        assertTrue(tried > 5, "none of them was refused");
    }

    @Test
    void callsAboveConnectionsAndQueueAreRefusedUnsent() {
        ExchangeGuard guard = new ExchangeGuard(CONNECTIONS, LONG, LONG, timer);
        List<CompletableFuture<Response>> ends = new ArrayList<>();
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            CompletableFuture<Response> end = new CompletableFuture<>();
            ends.add(end);
            calls.add(start(guard, () -> Uni.createFrom().completionStage(end)));
        }
        assertEquals(CONNECTIONS, made.get(), "the others wait");

        Throwable refusal = failure(guard, this::answer);

        assertInstanceOf(BulkheadException.class, refusal);
        assertFalse(
                assertInstanceOf(Reply.NotReached.class, Failure.reply(refusal)).trust(), "safe to repeat");
        assertEquals(CONNECTIONS, made.get());
        ends.forEach(end -> end.complete(response(200)));
        calls.forEach(call -> assertEquals(200, end(call).getStatus()));
        assertEquals(2 * CONNECTIONS, made.get());
        assertEquals(200, status(guard, this::answer));
    }

    @Test
    void refusalsOfAFullBulkheadDoNotOpenTheBreaker() {
        ExchangeGuard guard = new ExchangeGuard(1, LONG, LONG, timer);
        CompletableFuture<Response> end = new CompletableFuture<>();
        CompletableFuture<Response> first = start(guard, () -> Uni.createFrom().completionStage(end));
        CompletableFuture<Response> waiting = start(guard, this::answer);
        repeat(2 * LOOKED_AT, () -> assertInstanceOf(BulkheadException.class, failure(guard, this::answer)));

        end.complete(response(200));

        assertEquals(200, end(first).getStatus());
        assertEquals(200, end(waiting).getStatus());
        assertEquals(200, status(guard, this::answer));
    }

    @Test
    void aCallThatNeverEndsIsNoAnswerAfterTheBackstopAndFreesItsPlace() throws InterruptedException {
        ExchangeGuard guard = new ExchangeGuard(1, LONG, BACKSTOP, timer);
        AtomicInteger cancelled = new AtomicInteger();

        Throwable failure = failure(
                guard,
                () -> Uni.createFrom().<Response>nothing().onCancellation().invoke(cancelled::incrementAndGet));

        assertInstanceOf(org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException.class, failure);
        assertInstanceOf(Reply.NoAnswer.class, Failure.reply(failure));
        awaitStatus(guard);
        assertTrue(Polling.until(Duration.ofSeconds(PATIENCE_SECONDS), () -> cancelled.get() == 1), "it is cancelled");
    }

    @Test
    void aCallThatFoundNoPlaceInTimeIsUnsentAndIsNotMadeAfterwards() throws InterruptedException {
        ExchangeGuard guard = new ExchangeGuard(1, LONG, BACKSTOP, timer);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch secondIsOver = new CountDownLatch(1);
        CompletableFuture<Response> first = guard.around(() -> {
                    begun.countDown();
                    await(secondIsOver);
                    return Uni.createFrom().nothing();
                })
                .runSubscriptionOn(ForkJoinPool.commonPool())
                .subscribeAsCompletionStage();
        assertTrue(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        AtomicBoolean isSecondMade = new AtomicBoolean();
        Throwable refusal = failure(guard, () -> {
            isSecondMade.set(true);
            return answer();
        });
        secondIsOver.countDown();

        assertFalse(
                assertInstanceOf(Reply.NotReached.class, Failure.reply(refusal)).trust(), "safe to repeat");
        assertInstanceOf(Reply.NoAnswer.class, Failure.reply(failure(first)));
        awaitStatus(guard);
        assertFalse(isSecondMade.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens it with as few failures as do. */
    private void open(ExchangeGuard guard) {
        repeat(LOOKED_AT - FAILED, () -> status(guard, this::answer));
        repeat(FAILED, () -> failure(guard, () -> fails(new ConnectException("refused"))));
    }

    /** Calls until a call is answered. */
    private void awaitStatus(ExchangeGuard guard) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isAnswered(start(guard, this::answer))) {
            assertTrue(System.nanoTime() < end, "None is answered");
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static boolean isAnswered(CompletableFuture<Response> call) {
        return call.handle((response, failure) -> failure == null)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<Response> start(ExchangeGuard guard, Supplier<Uni<Response>> exchange) {
        return guard.around(() -> {
                    made.incrementAndGet();
                    return exchange.get();
                })
                .subscribeAsCompletionStage();
    }

    private int status(ExchangeGuard guard, Supplier<Uni<Response>> exchange) {
        return end(start(guard, exchange)).getStatus();
    }

    private Throwable failure(ExchangeGuard guard, Supplier<Uni<Response>> exchange) {
        return failure(start(guard, exchange));
    }

    private static Throwable failure(CompletableFuture<Response> call) {
        return call.handle((response, failure) -> {
                    assertTrue(failure != null, () -> "No failure but " + response);
                    return failure;
                })
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static Response end(CompletableFuture<Response> call) {
        return call.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private Uni<Response> answer() {
        return answers(200);
    }

    private static Uni<Response> answers(int status) {
        return Uni.createFrom().item(response(status));
    }

    private static Uni<Response> fails(Exception failure) {
        return Uni.createFrom().failure(failure);
    }

    private static Response response(int status) {
        return Response.status(status).build();
    }

    private static void repeat(int times, Runnable task) {
        for (int i = 0; i < times; i++) {
            task.run();
        }
    }
}
