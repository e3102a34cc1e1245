package dev.batchgateway.spool;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An event loop, and a test's thread that waits for what is done on it. */
final class Loop implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    Vertx vertx() {
        return vertx;
    }

    SpoolFile open(Spool spool) {
        return spool.open(context);
    }

    /** Does it on the event loop. */
    <T> T call(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                done.complete(task.call());
            } catch (Exception | Error e) {
                done.completeExceptionally(e);
            }
        });
        return join(done);
    }

    void run(Runnable task) {
        Object unused = call(() -> {
            task.run();
            return "";
        });
    }

    long append(SpoolFile file, byte[] bytes) {
        return call(() -> file.append(Buffer.buffer(bytes)));
    }

    /** Begins to read on the event loop, and does not wait for the end. */
    CompletableFuture<Buffer> read(SpoolFile file, long offset, int length) {
        return call(() -> begun(file.read(offset, length)));
    }

    private CompletableFuture<Buffer> begun(Uni<Buffer> reading) {
        CompletableFuture<Buffer> read = new CompletableFuture<>();
        reading.subscribe()
                .with(
                        bytes -> {
                            if (Vertx.currentContext() == context) {
                                read.complete(bytes);
                            } else {
                                read.completeExceptionally(new AssertionError("Not on the event loop"));
                            }
                        },
                        read::completeExceptionally);
        return read;
    }

    /** Waits until no more than that is unwritten. */
    void awaitWritten(SpoolFile file, long most) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        run(() -> file.whenWritten(most, () -> written.complete(true)));
        join(written);
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("It never came", e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
