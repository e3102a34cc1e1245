package dev.batchgateway.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection to the gateway in HTTP/2 whose caller gives its streams no window: it takes heads and no byte of an answer. It
 * can be kept busy, so that nothing on it ends with it.
 */
public final class NarrowStreams implements AutoCloseable {
    /** What it is sent on is one of the first fifty streams. */
    private static final int FIRST_OF_OTHERS = 101;

    private static final int INITIAL_WINDOW = 4;
    private static final int RST_STREAM = 3;

    private final Socket socket;
    private final Map<Integer, Integer> resets = new ConcurrentHashMap<>();
    private int other = FIRST_OF_OTHERS;

    /** One to {@code gateway}. */
    public NarrowStreams(URI gateway) {
        try {
            socket = new Socket(gateway.getHost(), gateway.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::readResets);
        reader.setDaemon(true);
        reader.start();
        send(Http2Bytes.beginning().settings(INITIAL_WINDOW, 0));
    }

    /** Fails when the connection has ended. */
    public void send(Http2Bytes bytes) {
        try {
            socket.getOutputStream().write(bytes.all());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request more, which is refused. */
    public void keepBusy() {
        send(new Http2Bytes().batch(other, "", "application/json", "{}"));
        other += 2;
    }

    /** The code with which each stream ended that was reset. */
    public Map<Integer, Integer> resets() {
        return resets;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
