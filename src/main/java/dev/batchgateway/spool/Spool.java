package dev.batchgateway.spool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Disk for bytes of answers that do not fit into memory: bounds them for the whole process. Thread-safe. */
public final class Spool {
    private static final Logger LOG = Logger.getLogger(Spool.class);

    private static final String PREFIX = "batchgateway-";
    private static final String SUFFIX = ".spool";

    /** Past this, files write what they have at once, however little: several hundred of them wait for 256 KiB else. */
    private static final long MOST_WAITING = 4 << 20;

    private final Path directory;
    private final long mostBytes;
    private final FileSystem files;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong unwritten = new AtomicLong();
    private final AtomicBoolean isFailing = new AtomicBoolean();
    private final Spares spares = new Spares((int) (MOST_WAITING / Tail.BLOCK));

    /**
     * Makes the directory where there is none, tries whether files can be made in it, and removes what killed processes
     * left there. Blocks: for the start alone.
     *
     * @param directory of this and other gateways, and of nobody else
     * @param mostBytes bound of all files together; with 0 there is no spool, and the directory is not looked at
     * @throws IllegalArgumentException with a sentence for whoever starts the gateway, when there can be no files
     */
    public Spool(Path directory, long mostBytes, FileSystem files) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("The spool's bound must be 0 (no spool) or more, not " + mostBytes);
        }
        this.directory = directory.toAbsolutePath();
        this.mostBytes = mostBytes;
        this.files = files;
        if (mostBytes > 0) {
            prepare();
        }
    }

    private void prepare() {
        try {
            Files.createDirectories(directory);
            // Another process that starts at the same time may have swept it away.
            Files.deleteIfExists(Files.createTempFile(directory, PREFIX, SUFFIX));
            sweep();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Answers that do not fit into memory are spooled to " + directory
                            + ", but no file can be made there (" + e
                            + "); name a directory that can be written, or bound the spool to 0 bytes",
                    e);
        }
    }

    /**
     * Living processes may use the directory, too: that the name of one of their files is gone a moment earlier does
     * them no harm.
     */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * A file of its own for one batch; it is made when the first bytes are put into it.
     *
     * @param loop the event loop its methods are called on
     */
    public SpoolFile open(Context loop) {
        return new SpoolFile(this, loop);
    }

    /** On disk now or on their way there, all files together. */
    public long bytes() {
        return bytes.get();
    }

    /** The bound of all files together. */
    public long mostBytes() {
        return mostBytes;
    }

    Spares spares() {
        return spares;
    }

    boolean take(int more) {
        while (true) {
            long now = bytes.get();
            if (more > mostBytes - now) {
                return false;
            }
            if (bytes.compareAndSet(now, now + more)) {
                unwritten.addAndGet(more);
                return true;
            }
        }
    }

    /** These bytes are not on disk any more. */
    void give(long back) {
        bytes.addAndGet(-back);
    }

    /** These bytes wait for the disk no more: it has them, or it will never have them. */
    void settled(long count) {
        unwritten.addAndGet(-count);
    }

    /** Whether all files together keep so much in memory that none should wait for more to write at once. */
    boolean isCrowded() {
        return unwritten.get() > MOST_WAITING;
    }

    /**
     * A new file. It loses its name in the step that makes it: that is what DELETE_ON_CLOSE means to the JDK on any
     * Unix.
     */
    Future<AsyncFile> create(Context loop) {
        OpenOptions options = new OpenOptions()
                .setRead(true)
                .setWrite(true)
                .setCreateNew(true)
                .setDeleteOnClose(true)
                .setPerms("rw-------");
        String path = directory.resolve(PREFIX + UUID.randomUUID() + SUFFIX).toString();
        Promise<AsyncFile> made = Promise.promise();
        // A file belongs to the context it is opened on.
        loop.runOnContext(v -> files.open(path, options).onComplete(made));
        return made.future();
    }

    /** Told once, until a file can be written again. */
    void failed(Throwable cause) {
        if (isFailing.compareAndSet(false, true)) {
            LOG.errorf(
                    "The spool in %s cannot be written (%s): answers that do not fit into memory are cut short",
                    directory, cause);
        }
    }

    void worked() {
        if (isFailing.compareAndSet(true, false)) {
            LOG.infof("The spool in %s can be written again", directory);
        }
    }
}
