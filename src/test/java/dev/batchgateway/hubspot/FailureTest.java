package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reply;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure that may come after the first byte was sent must never pass for one that came before. */
class FailureTest {
    @ParameterizedTest
    @MethodSource("beforeSending")
    void whatFailsBeforeSendingNeverReachedHubSpot(Exception failure) {
        Reply.NotReached plain = assertInstanceOf(Reply.NotReached.class, Failure.reply(failure));
        Reply.NotReached wrapped = assertInstanceOf(Reply.NotReached.class, Failure.reply(wrapped(failure)));

        assertFalse(plain.trust());
        assertFalse(wrapped.trust());
    }

    static Stream<Exception> beforeSending() {
        return Stream.of(
                new ConnectException("Connection refused: localhost/127.0.0.1:1"),
                new UnknownHostException("no.such.host"),
                new NoRouteToHostException("No route to host"),
                new ConnectionPoolTooBusyException("Connection pool reached max wait queue size of 1"),
                new BulkheadException("full"),
                new CircuitBreakerOpenException("open"));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void aHandshakeThatFailsNeverReachedHubSpotAndWillNotMend(Exception failure) {
        Reply.NotReached plain = assertInstanceOf(Reply.NotReached.class, Failure.reply(failure));
        Reply.NotReached wrapped = assertInstanceOf(Reply.NotReached.class, Failure.reply(wrapped(failure)));

        assertTrue(plain.trust());
        assertTrue(wrapped.trust());
    }

    static Stream<Exception> untrusted() {
        return Stream.of(
                new SSLHandshakeException("PKIX path building failed"),
                new SSLPeerUnverifiedException("Hostname x not verified"));
    }

    @ParameterizedTest
    @MethodSource("perhapsSent")
    void whatMayHaveBeenSentHasNoAnswer(Exception failure) {
        assertInstanceOf(Reply.NoAnswer.class, Failure.reply(failure));
        assertInstanceOf(Reply.NoAnswer.class, Failure.reply(wrapped(failure)));
    }

    static Stream<Exception> perhapsSent() {
        return Stream.of(
                new HttpClosedException("Connection was closed"),
                new StreamResetException(8),
                new TimeoutException("The timeout period of 1000ms has been exceeded"),
                new org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException("timed out"),
                new SocketException("Connection reset"),
                new SSLException("closed in the middle"),
                new ClosedChannelException(),
                new IOException("Broken pipe"),
                new VertxException("Connection was closed"),
                new IllegalStateException("a bug"));
    }

    @Test
    void onlyFailuresToReachHubSpotOpenTheBreaker() {
        assertTrue(Failure.isUnreached(wrapped(new ConnectException("refused"))));
        assertTrue(Failure.isUnreached(new UnknownHostException("x")));
        assertFalse(Failure.isUnreached(new CircuitBreakerOpenException("open")));
        assertFalse(Failure.isUnreached(new BulkheadException("full")));
        assertFalse(Failure.isUnreached(new HttpClosedException("Connection was closed")));
        assertFalse(Failure.isUnreached(new TimeoutException()));
    }

    @Test
    void theCauseIsSaidForTheLog() {
        Reply.NotReached reply = (Reply.NotReached) Failure.reply(wrapped(new ConnectException("refused")));

        assertEquals("ConnectException: refused", reply.cause());
    }

    /** Vert.x says which header it will not send, with its value. */
    @Test
    void whatMayHoldAHeadersValueIsNotSaid() {
        Exception failure = wrapped(new IllegalArgumentException("a header value contains a prohibited character: x1"));

        assertEquals("ProcessingException", ((Reply.NoAnswer) Failure.reply(failure)).cause());
    }

    private static Exception wrapped(Exception failure) {
        return new ProcessingException(new RuntimeException(failure));
    }
}
