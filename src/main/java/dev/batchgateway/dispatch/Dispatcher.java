package dev.batchgateway.dispatch;

import java.util.concurrent.Executor;

/**
 * Puts batches on their way. The sums that matter: a lane never has more calls under way than its window has permits,
 * all lanes together not more than the connection pool has connections, and a batch has one place in its lane's line,
 * so what waits is a batch and not its chunks.
 */
public final class Dispatcher {
    private final Accounts accounts;
    private final Parts parts;

    /**
     * @param accounts whose limits apply
     * @param parts what runs are made of
     */
    public Dispatcher(Accounts accounts, Parts parts) {
        this.accounts = accounts;
        this.parts = parts;
    }

    /** A run of {@code request} that nobody follows. */
    public BatchRun run(BatchRequest request, Executor thread) {
        return run(request, BatchSpan.NONE, thread);
    }

    /**
     * A run of {@code request} that lives on {@code thread}, an event loop; it starts when its result is wanted.
     *
     * @param span is told of its attempts
     */
    public BatchRun run(BatchRequest request, BatchSpan span, Executor thread) {
        return new BatchRun(
                request,
                accounts.of(request.caller().authorization(), request.caller().account()),
                parts,
                span,
                thread);
    }

    /** The least time {@code request} takes at the rate HubSpot has told; 0 while it has told none. */
    public long leastNanos(BatchRequest request) {
        Account account =
                accounts.of(request.caller().authorization(), request.caller().account());
        int most =
                account.limits().mostInputs(request.target(), request.envelope().withHistory());
        long calls = (request.inputs().count() + most - 1L) / most;
        return account.lane(request.target()).leastNanos(calls);
    }

    /** The accounts whose limits apply. */
    public Accounts accounts() {
        return accounts;
    }
}
