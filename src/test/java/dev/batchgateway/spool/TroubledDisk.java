package dev.batchgateway.spool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A file system that really writes and reads, and whose files can be made to hold on, break, or not to be made. */
public final class TroubledDisk {
    private final FileSystem real;
    private final Vertx vertx;
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final List<Runnable> held = new ArrayList<>();
    private final List<Integer> writes = new ArrayList<>();
    private int opened;
    private int closed;
    private boolean opens = true;
    private boolean holds;
    private boolean reads = true;
    private int goodWrites = Integer.MAX_VALUE;

    /** One on a real disk, without trouble yet. */
    public TroubledDisk(Vertx vertx) {
        this.vertx = vertx;
        this.real = vertx.fileSystem();
    }

    /** What a spool is given. */
    public FileSystem files() {
        return proxy(FileSystem.class, real, (name, arguments) -> name.equals("open") ? open(arguments) : null);
    }

    synchronized void makesNoFiles() {
        opens = false;
    }

    synchronized void worksAgain() {
        opens = true;
        goodWrites = Integer.MAX_VALUE;
    }

    /** So many writes from now on are good. */
    public synchronized void breaksAfterWrites(int good) {
        goodWrites = good;
    }

    /** From now on nothing can be read back. */
    public synchronized void cannotBeRead() {
        reads = false;
    }

    /** Writes begin, and do not end until {@link #goesOn}. */
    public synchronized void holdsWrites() {
        holds = true;
    }

    /** Ends {@link #holdsWrites}, and the writes that it held. */
    public void goesOn() {
        List<Runnable> before;
        synchronized (this) {
            holds = false;
            before = List.copyOf(held);
            held.clear();
        }
        before.forEach(Runnable::run);
    }

    synchronized int opened() {
        return opened;
    }

    synchronized int closed() {
        return closed;
    }

    /** The lengths of the writes so far. */
    public synchronized List<Integer> writes() {
        return List.copyOf(writes);
    }

    /** The most writes at once to one file. */
    int mostUnderWay() {
        return mostUnderWay.get();
    }

    private synchronized Future<AsyncFile> open(Object[] arguments) {
        if (!opens) {
            return Future.failedFuture(new IOException("No file can be made"));
        }
        opened++;
        return real.open((String) arguments[0], (OpenOptions) arguments[1]).map(this::troubled);
    }

    private AsyncFile troubled(AsyncFile file) {
        AtomicInteger underWay = new AtomicInteger();
        return proxy(AsyncFile.class, file, (name, arguments) -> switch (name) {
            case "write" -> write(file, underWay, (Buffer) arguments[0], (Long) arguments[1]);
            case "read" -> canBeRead() ? null : Future.failedFuture(new IOException("It cannot be read"));
            case "close" -> {
                synchronized (this) {
                    closed++;
                }
                yield null;
            }
            default -> null;
        });
    }

    private synchronized boolean canBeRead() {
        return reads;
    }

    private synchronized Future<Void> write(AsyncFile file, AtomicInteger underWay, Buffer bytes, long position) {
        writes.add(bytes.length());
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        boolean isGood = goodWrites-- > 0;
        // A disk that is full takes the first half before it says so.
        Buffer taken = isGood ? bytes : bytes.getBuffer(0, bytes.length() / 2);
        Promise<Void> may = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        if (holds) {
            held.add(() -> loop.runOnContext(v -> may.complete()));
        } else {
            may.complete();
        }
        return may.future()
                .compose(v -> file.write(taken, position))
                .compose(v -> isGood
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(new IOException("No space left on device")))
                .onComplete(v -> underWay.decrementAndGet());
    }

    private interface Trouble {
        /** What comes of the call; null to leave it to the real one. */
        @Nullable
        Object meet(String name, Object[] arguments);
    }

    private record Troubled(Object real, Trouble trouble) implements InvocationHandler {
        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            Object met = trouble.meet(method.getName(), arguments);
            if (met != null) {
                return met;
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    private static <T> T proxy(Class<T> type, T real, Trouble trouble) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Troubled(real, trouble)));
    }
}
