package dev.batchgateway.connection;

import io.netty.buffer.ByteBuf;

/**
 * Follows the records of TLS (RFC 8446, 5.1) on a connection, of which nothing is deciphered before its last byte has
 * come. Confined to the connection's event loop.
 */
final class TlsRecords {
    private static final int HEADER = 5;
    /** What a record may have, in bytes: 16 KB, and in TLS 1.2 (RFC 5246, 6.2.3) 2 KB of its ciphers' own. */
    private static final int LONGEST = 16 * 1024 + 2 * 1024;

    private int ofHeader;
    private int length;
    private int left;

    /** That {@code bytes} come next, which stay as they are. False if a record is longer than records are. */
    boolean follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (left > 0) {
                int more = Math.min(left, bytes.writerIndex() - at);
                left -= more;
                at += more;
            } else if (!isBegun(bytes.getByte(at++))) {
                return false;
            }
        }
        return true;
    }

    private boolean isBegun(byte ofIt) {
        ofHeader = ofHeader == HEADER ? 1 : ofHeader + 1;
        if (ofHeader >= HEADER - 1) {
            int unsigned = Byte.toUnsignedInt(ofIt);
            length = ofHeader == HEADER ? length + unsigned : unsigned << Byte.SIZE;
            left = ofHeader == HEADER ? length : 0;
        }
        return length <= LONGEST;
    }

    /** What has come of a record that is not whole. */
    int begun() {
        return left > 0 ? HEADER + length - left : ofHeader % HEADER;
    }
}
