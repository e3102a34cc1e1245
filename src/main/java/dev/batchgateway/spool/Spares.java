package dev.batchgateway.spool;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Blocks of {@value Tail#BLOCK} bytes that the disk has and whose memory is free for others. Without it every block
 * would be new memory, which lives just long enough to be moved among what lives long: a heap near its bound would be
 * collected as a whole for the sake of bytes that are on disk. Thread-safe.
 */
final class Spares {
    private final ArrayBlockingQueue<byte[]> blocks;

    /** @param most how many are kept, at least 1 */
    Spares(int most) {
        blocks = new ArrayBlockingQueue<>(most);
    }

    /** A block; what is in it is left from others and means nothing. */
    byte[] take() {
        byte[] block = blocks.poll();
        return block == null ? new byte[Tail.BLOCK] : block;
    }

    /** Nobody reads or writes it any more. A smaller one, or one too many, is forgotten. */
    void give(byte[] block) {
        if (block.length == Tail.BLOCK) {
            boolean ignored = blocks.offer(block);
        }
    }
}
