package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.AnsweredInputs;
import dev.batchgateway.answer.JsonAnswer;
import dev.batchgateway.answer.Pieces;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.Polling;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One caller's request to {@link Visits}, on an event loop of its own. */
final class Visit {
    /** What is on disk is read in real time. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final ManualLoop loop;
    private final Asked asked;
    private final Cancellable connection;
    private @Nullable Ended ended;
    private volatile @Nullable Throwable failure;

    /** A request that is sent now. */
    Visit(Records records, Resend resend, Asked asked, ManualLoop loop) {
        this.loop = loop;
        this.asked = asked;
        this.connection = records.serve(resend, asked).subscribe().with(this::ends, this::fails);
    }

    private void ends(Ended with) {
        ended = with;
    }

    private void fails(Throwable with) {
        failure = with;
    }

    /** The caller closes the connection. */
    void leaves() {
        if (ended == null) {
            connection.cancel();
        } else {
            settled().over(false);
        }
    }

    /** Leads to what it has sent, and does not hold it. */
    WeakReference<Inputs> body() {
        return new WeakReference<>(asked.inputs());
    }

    boolean isAnswered() {
        return ended != null || failure != null;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Why it was refused. */
    Found denied() {
        if (ended instanceof Ended.Denied denied) {
            return denied.why();
        }
        throw new AssertionError("Not refused: " + ended + ", " + failure);
    }

    Ended.Settled settled() {
        if (ended instanceof Ended.Settled settled) {
            return settled;
        }
        throw new AssertionError("Not answered: " + ended + ", " + failure);
    }

    /** The answer's body; the caller has it. {@code run} runs all event loops. */
    String takes(Runnable run) {
        String text = reads(run);
        settled().over(true);
        run.run();
        return text;
    }

    /** The answer's body as far as the gateway knows it; whether the caller has it is not said. */
    String reads(Runnable run) {
        Ended.Settled settled = settled();
        InputReader reader = new InputReader(asked.operation(), Envelope.none(asked.operation()));
        AnswerStore store = settled.store();
        Pieces pieces = settled.reach()
                .apply(new JsonAnswer(
                        settled.result(),
                        store,
                        false,
                        new AnsweredInputs(asked.inputs(), reader),
                        settled.requestedAt(),
                        settled.endedAt()));
        StringBuilder text = new StringBuilder();
        AtomicReference<@Nullable Buffer> piece = new AtomicReference<>(Buffer.buffer());
        while (piece.get() != null) {
            text.append(Objects.requireNonNull(piece.get()));
            AtomicBoolean hasCome = new AtomicBoolean();
            pieces.next()
                    .subscribe()
                    .with(
                            next -> {
                                piece.set(next);
                                hasCome.set(true);
                            },
                            this::fails);
            boolean isThere = Polling.until(PATIENCE, () -> {
                run.run();
                return hasCome.get() || failure != null;
            });
            if (!isThere || failure != null) {
                throw new AssertionError("The answer was cut", failure);
            }
        }
        pieces.close();
        return text.toString();
    }
}
