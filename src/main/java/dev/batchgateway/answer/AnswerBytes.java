package dev.batchgateway.answer;

import dev.batchgateway.json.Slice;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.SpoolFile;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes an answer is made of: put in one behind the other, read back from anywhere. They are kept in pages of
 * {@value #PAGE} bytes, in memory as long as there is room and on disk otherwise; nothing that was put in is ever
 * dropped. Confined to one event loop.
 */
final class AnswerBytes implements Slice.Taker {
    static final int PAGE = 64 * 1024;
    private static final int FIRST = 4 * 1024;
    /** Most pages read back from disk that are kept: results of neighbouring positions stand on a few pages. */
    static final int READ_AHEAD = 8;

    /** In memory, or on disk from there on. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Page(byte @Nullable [] bytes, long onDiskAt) {}

    private final Share share;
    private final SpoolFile file;
    private final List<Page> full = new ArrayList<>();
    private final Map<Integer, Buffer> readBack = new LinkedHashMap<>();
    private byte[] current = {};
    private int filled;
    /** Whether a reader may still hold bytes of the current page. */
    private boolean isLent;

    private boolean isFull;

    AnswerBytes(Share share, SpoolFile file) {
        this.share = share;
        this.file = file;
    }

    /** Where the next bytes go. */
    long end() {
        return (long) full.size() * PAGE + filled;
    }

    void put(byte[] bytes) {
        take(bytes, 0, bytes.length);
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == current.length) {
                grow();
            }
            int part = Math.min(length - done, current.length - filled);
            System.arraycopy(bytes, offset + done, current, filled, part);
            filled += part;
            done += part;
        }
    }

    /** Whether there is no more room, neither in memory nor on disk. What is put in all the same is kept. */
    boolean isFull() {
        return isFull;
    }

    private void grow() {
        if (filled < PAGE) {
            int larger = Math.min(PAGE, Math.max(FIRST, 2 * filled));
            share.force(larger - filled);
            current = Arrays.copyOf(current, larger);
            return;
        }
        if (share.take(PAGE)) {
            keepInMemory();
        } else {
            long at = file.append(current);
            if (at < 0) {
                isFull = true;
                share.force(PAGE);
                keepInMemory();
            } else {
                // The file has copied it: its memory is the next page's, unless it is being read.
                full.add(new Page(null, at));
                current = isLent ? new byte[PAGE] : current;
                isLent = false;
            }
        }
        filled = 0;
    }

    private void keepInMemory() {
        full.add(new Page(current, -1));
        current = new byte[PAGE];
        isLent = false;
    }

    /** Whether the byte at {@code at} is in memory, so that {@link #appendTo} gives at least that one. */
    boolean isHere(long at) {
        int page = pageOf(at);
        return inMemory(page) != null || readBack.containsKey(page);
    }

    /** Reads the page of {@code at} back into memory. */
    @CheckReturnValue
    Uni<Void> fetch(long at) {
        int page = pageOf(at);
        return file.read(full.get(page).onDiskAt, PAGE)
                .invoke(bytes -> keep(page, bytes))
                .replaceWithVoid();
    }

    /**
     * Appends bytes from {@code at} on to {@code out}, at most {@code length}, to the end of its page. Answers how many.
     * Long runs in memory are lent and not copied.
     */
    int appendTo(Piece out, long at, int length) {
        int page = pageOf(at);
        int from = (int) (at % PAGE);
        int part = Math.min(length, PAGE - from);
        byte[] here = inMemory(page);
        if (here != null) {
            isLent |= out.append(here, from, part) && here == current;
            return part;
        }
        Buffer back = readBack.get(page);
        if (back == null) {
            throw new IllegalStateException("The page was not fetched");
        }
        out.append(back, from, part);
        return part;
    }

    private byte @Nullable [] inMemory(int page) {
        return page == full.size() ? current : full.get(page).bytes;
    }

    /** Nobody reads at present; what is on disk can be read back once more. */
    void forgetReadBack() {
        share.give((long) readBack.size() * PAGE);
        readBack.clear();
    }

    /** They are counted. Where there is no room for one more it takes another's place; the only one is kept for certain. */
    private void keep(int page, Buffer bytes) {
        if (readBack.containsKey(page)) {
            // Two callers take the same answer.
            return;
        }
        boolean isRoom = readBack.size() < READ_AHEAD && share.take(PAGE);
        if (!isRoom && readBack.isEmpty()) {
            share.force(PAGE);
        } else if (!isRoom) {
            readBack.remove(readBack.keySet().iterator().next());
        }
        readBack.put(page, bytes);
    }

    private static int pageOf(long at) {
        return (int) (at / PAGE);
    }
}
