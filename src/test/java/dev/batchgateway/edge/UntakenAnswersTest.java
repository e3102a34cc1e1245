package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.connection.ConnectionRoom;
import dev.batchgateway.room.Room;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.HastyGateway;
import dev.batchgateway.testing.Http2Bytes;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A caller of HTTP/2 that gives its streams no window takes no byte of an answer. Its connection is busy all the time, so that
 * nothing of it ends by that.
 */
@QuarkusTest
@TestProfile(HastyGateway.class)
class UntakenAnswersTest extends GatewayTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final int INITIAL_WINDOW = 4;
    private static final int RST_STREAM = 3;
    private static final int CANCEL = 8;
    /** What asks on and on; the streams of the tests are below. */
    private static final int FIRST_OF_OTHERS = 101;

    private static final int LINES = 20;
    private static final String JSON = "application/json";

    @Inject
    Room held;

    @Inject
    ConnectionRoom heads;

    private final Map<Integer, Integer> resets = new ConcurrentHashMap<>();
    private Socket socket = new Socket();
    private int other = FIRST_OF_OTHERS;

    @BeforeEach
    void open() throws IOException {
        socket = new Socket(gateway().getHost(), gateway().getPort());
        Thread reader = new Thread(this::readResets);
        reader.setDaemon(true);
        reader.start();
        send(Http2Bytes.beginning().settings(INITIAL_WINDOW, 0));
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        assertTrue(Polling.until(LONG, () -> heads.bytes() == 0), () -> heads.bytes() + " bytes of heads");
    }

    @Test
    void aWholeAnswerInJsonThatIsNotTakenGivesBackWhatItHolds() throws IOException {
        send(new Http2Bytes().batch(1, token, JSON, Batches.of(LINES, Batches::newContact)));

        assertEndsWhileOthersGoOn(1);
        assertTrue(Polling.until(LONG, () -> held.bytes() == 0), () -> held.bytes() + " bytes held");
    }

    @Test
    void linesThatAreThroughAndNotTakenAreDroppedWithTheirStream() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(Batches.newContact(i)).append('\n');
        }
        send(new Http2Bytes().batch(1, token, "application/x-ndjson", lines.toString()));

        assertEndsWhileOthersGoOn(1);
        assertTrue(Polling.until(LONG, () -> held.bytes() == 0), () -> held.bytes() + " bytes held");
    }

    /** Nobody needs a credential for that. */
    @Test
    void aRefusalThatIsNotTakenHoldsItsHeadForAWhileOnly() throws IOException {
        send(new Http2Bytes().batch(1, "", JSON, "{}"));

        assertEndsWhileOthersGoOn(1);
    }

    @Test
    void aHeadOfTooManyFieldsIsHeldNoLongerThanItsRefusalTakes() throws IOException {
        send(new Http2Bytes().request(1, 1_000));
        assertTrue(Polling.until(LONG, () -> heads.bytes() > 100_000), () -> heads.bytes() + " bytes of heads");

        assertEndsWhileOthersGoOn(1);
        assertTrue(Polling.until(LONG, () -> heads.bytes() < 100_000), () -> heads.bytes() + " bytes of heads");
    }

    private void assertEndsWhileOthersGoOn(int stream) {
        assertTrue(
                Polling.until(LONG, () -> {
                    ask();
                    return resets.containsKey(stream);
                }),
                "It was never reset");
        assertEquals(CANCEL, resets.get(stream));
    }

    private void ask() {
        try {
            send(new Http2Bytes().batch(other, "", JSON, "{}"));
            other += 2;
        } catch (IOException e) {
            throw new AssertionError("The connection has ended", e);
        }
    }

    private void send(Http2Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.all());
    }

    private void readResets() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(1);
                int stream = in.readInt();
                if (type == RST_STREAM) {
                    resets.put(stream, in.readInt());
                } else {
                    in.skipNBytes(length);
                }
            }
        } catch (IOException closed) {
            return;
        }
    }
}
