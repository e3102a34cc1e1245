package dev.batchgateway.hubspot;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Tellable;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed exchange means. Only what certainly happened before the request was written counts as not reached;
 * everything else may have been sent.
 */
final class Failure {
    private Failure() {}

    static Reply reply(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
                return new Reply.NotReached(true, Tellable.line(cause));
            }
            if (isBeforeSending(cause)) {
                return new Reply.NotReached(false, Tellable.line(cause));
            }
        }
        return new Reply.NoAnswer(Tellable.line(failure), isTimeOut(failure), isTooLarge(failure));
    }

    /** The HTTP client's time-out, or the backstop behind it. */
    private static boolean isTimeOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof TimeoutException
                    || cause instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof ReplyTooLarge) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code failure} says that HubSpot cannot be reached (and not that the breaker is open already). */
    static boolean isUnreached(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (isNoConnection(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNoConnection(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException;
    }

    private static boolean isBeforeSending(Throwable cause) {
        return isNoConnection(cause)
                || cause instanceof ConnectionPoolTooBusyException
                || cause instanceof BulkheadException
                || cause instanceof CircuitBreakerOpenException;
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }
}
