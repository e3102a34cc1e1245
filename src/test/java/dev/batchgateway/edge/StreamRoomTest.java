package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.room.Shares;
import org.junit.jupiter.api.Test;

class StreamRoomTest {
    private static final long MOST = 12_000_000;
    private static final long MOST_PER_CALLER = 9_000_000;

    private final Room all = new Room(MOST, MOST_PER_CALLER);
    private final StreamRoom streams = new StreamRoom(all);

    @Test
    void streamsLeaveAThirdToBodies() {
        int admitted = admitted("a") + admitted("b") + admitted("c");

        assertEquals(MOST / 3 * 2 / streams.bytesOfStream(), admitted);
        assertTrue(all.share("d").take(MOST / 3));
    }

    @Test
    void streamsOfOneCallerLeaveRoomToThoseOfOthers() {
        assertEquals(MOST_PER_CALLER / 3 * 2 / streams.bytesOfStream(), admitted("a"));
        assertTrue(admitted("b") > 0);
    }

    /** A large body may be there for minutes. */
    @Test
    void bodiesOfOneCallerLeaveRoomToStreamsOfOthers() {
        assertTrue(all.share("a").take(MOST_PER_CALLER));

        assertEquals((MOST - MOST_PER_CALLER) / streams.bytesOfStream(), admitted("b"));
    }

    @Test
    void manyStreamsAtOnceHaveRoomInAHeapOfHalfAGigabyte() {
        // -Xmx512m, with half of it for what is new, of which one of two parts for survivors does not count.
        long heap = 486L << 20;
        Room held = new Room(heap / 5 * 2, heap / 5 * 2);
        StreamRoom room = new StreamRoom(held);

        for (int i = 0; i < 500; i++) {
            String caller = "caller " + i % 4;
            assertTrue(new Shares(held.share(caller), room.share(caller)).take(room.bytesOfStream()), i + " streams");
        }
    }

    /** Else it would be told to come again, for ever. */
    @Test
    void aStreamAloneIsLetInHoweverLittleRoomThereIs() {
        for (long most : new long[] {1, 100, 10_000, 300_000}) {
            for (long mostPerCaller : new long[] {1, most}) {
                Room little = new Room(most, mostPerCaller);
                StreamRoom room = new StreamRoom(little);
                Share share = little.share("a");

                assertTrue(new Shares(share, room.share("a")).take(room.bytesOfStream()), most + " bytes");
            }
        }
    }

    private int admitted(String caller) {
        int admitted = 0;
        while (new Shares(all.share(caller), streams.share(caller)).take(streams.bytesOfStream())) {
            admitted++;
        }
        return admitted;
    }
}
