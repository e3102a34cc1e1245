package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRecordsTest {
    private final TlsRecords records = new TlsRecords();

    @Test
    void ofWholeRecordsNothingIsBegun() {
        assertTrue(records.follow(Unpooled.wrappedBuffer(record(300), record(0), record(1))));

        assertEquals(0, records.begun());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 304})
    void whatHasComeOfTheLastOneIsBegunInWhateverPiecesItCame(int begun) {
        ByteBuf bytes = Unpooled.wrappedBuffer(record(20), record(300).slice(0, begun));
        while (bytes.isReadable()) {
            assertTrue(records.follow(bytes.readSlice(1)));
        }

        assertEquals(begun, records.begun());
    }

    @Test
    void theNextRecordBeginsBehindOneThatCameInPieces() {
        ByteBuf bytes = Unpooled.wrappedBuffer(record(300), record(40).slice(0, 10));

        assertTrue(records.follow(bytes.slice(0, 100)));
        assertTrue(records.follow(bytes.slice(100, 215)));

        assertEquals(10, records.begun());
    }

    @Test
    void aRecordMayBeAsLongAsRecordsAreAndNoLonger() {
        assertTrue(records.follow(record(18 * 1024)));

        assertFalse(records.follow(record(18 * 1024 + 1)));
    }

    @Test
    void theBytesStayAsTheyAre() {
        ByteBuf record = record(10);

        assertTrue(records.follow(record));

        assertEquals(15, record.readableBytes());
    }

    private static ByteBuf record(int length) {
        return Unpooled.buffer()
                .writeByte(23)
                .writeShort(0x0303)
                .writeShort(length)
                .writeZero(length);
    }
}
