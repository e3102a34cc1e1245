package dev.batchgateway.edge;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.retry.ReplyKind;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * HubSpot's 401 to the token that the gateway holds. Its answer is handed on as it is, but the caller can do nothing
 * about it, and must not think that its own credentials were refused: a header says so. The operator reads it in the
 * log, of batches and of calls that are passed on alike.
 */
public final class RefusedToken implements Watch {
    /** In an answer with which HubSpot refuses the gateway's token. */
    static final String HEADER = "X-Gateway-Own-Token";

    static final String REFUSED = "refused";

    private static final Logger LOG = Logger.getLogger(RefusedToken.class);
    private static final int UNAUTHORIZED = 401;

    private final Watch others;
    private final LongSupplier clock;
    private final Repeats repeats = new Repeats();

    /**
     * Of a gateway that holds HubSpot's token.
     *
     * @param others are told everything, too
     * @param clock a monotonic clock, in nanoseconds
     */
    public RefusedToken(Watch others, LongSupplier clock) {
        this.others = others;
        this.clock = clock;
    }

    /** Whether an answer of HubSpot's with {@code status} is to a token that is not the caller's. */
    static boolean isIn(int status, Caller caller) {
        return status == UNAUTHORIZED && !caller.identity().equals(Accounts.digest(caller.authorization()));
    }

    @Override
    public void called(boolean associations, ReplyKind kind, int status, long nanos) {
        others.called(associations, kind, status, nanos);
        long leftOut = kind == ReplyKind.UNAUTHORIZED ? repeats.admit(clock.getAsLong()) : -1;
        if (leftOut >= 0) {
            LOG.errorf(
                    "HubSpot refuses the gateway's own token (401), and every call with it: give"
                            + " gateway.hubspot.access-token one that is valid%s",
                    leftOut == 0 ? "" : " (" + leftOut + " more calls were refused before)");
        }
    }

    @Override
    public void waited(boolean associations, long nanos) {
        others.waited(associations, nanos);
    }

    @Override
    public void backsOff(ReplyKind kind, long nanos) {
        others.backsOff(kind, nanos);
    }

    @Override
    public void sendsAgain(ReplyKind before) {
        others.sendsAgain(before);
    }

    @Override
    public void isolates(Operation operation, int calls) {
        others.isolates(operation, calls);
    }

    @Override
    public void ended(Target target, Outcomes outcomes) {
        others.ended(target, outcomes);
    }
}
