package dev.batchgateway.edge;

import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;

/**
 * What streams may take of the room for all batches: two thirds, of all callers together and of each. A stream is many
 * small objects that live for a second or so; where they fill the heap they are copied again and again, while a body is a
 * few large ones. In a heap of 102 MB 162 streams at full speed spent nine tenths of the time in collections, and had
 * ended nothing after minutes.
 */
final class StreamRoom {
    /** About what there is of each stream beside its inputs: lines that are put together, calls, buffers of connections. */
    private static final long BESIDE_BYTES = 128 * 1024;

    private final Room room;
    private final long bytesOfStream;

    /** @param all the room for all batches, in which streams are counted as well */
    StreamRoom(Room all) {
        this.room = new Room(ofStreams(all.mostBytes()), ofStreams(Math.min(all.mostBytes(), all.mostPerCaller())));
        this.bytesOfStream =
                Math.min(InputWindow.LEAST_BYTES + BESIDE_BYTES, Math.min(room.mostBytes(), room.mostPerCaller()));
    }

    private static long ofStreams(long bytes) {
        return Math.max(1, bytes / 3 * 2);
    }

    /** A share for one stream of {@code caller}, with nothing in it. */
    Share share(String caller) {
        return room.share(caller);
    }

    /**
     * What a stream is counted with from its admission to its end: the inputs it may have open for certain, and what else
     * there is of it. Where there never is so much room, all that a stream may have.
     */
    long bytesOfStream() {
        return bytesOfStream;
    }
}
