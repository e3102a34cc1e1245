package dev.batchgateway.dispatch;

import java.util.concurrent.Executor;

/**
 * Puts batches on their way. The sums that matter: a lane never has more calls under way than its window has permits,
 * all lanes together not more than the connection pool has connections, and a batch asks for one permit at a time, so
 * what waits is a batch and not its chunks.
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

    /** A run of {@code request} that lives on {@code thread}, an event loop; it starts when its result is wanted. */
    public BatchRun run(BatchRequest request, Executor thread) {
        return new BatchRun(request, accounts.of(request.authorization()), parts, thread);
    }

    /** The accounts whose limits apply. */
    public Accounts accounts() {
        return accounts;
    }
}
