package dev.batchgateway.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server at which every name has one IPv4 address, for a second; it can move. RFC 1035. */
final class NameServer implements AutoCloseable {
    private static final int PORT = 53;
    private static final int HEAD = 12;
    private static final int TYPE_A = 1;
    private static final int SECONDS = 1;

    private final DatagramSocket socket;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile InetAddress answer;

    /** Listens at {@code address}, which takes root. */
    NameServer(InetAddress address, InetAddress answer) throws IOException {
        this.socket = new DatagramSocket(PORT, address);
        this.answer = answer;
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    void move(InetAddress to) {
        answer = to;
    }

    /** How often it was asked for an IPv4 address. */
    int questions() {
        return questions.get();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
                socket.receive(asked);
                byte[] told =
                        answer(ByteBuffer.wrap(buffer, 0, asked.getLength()).slice());
                socket.send(new DatagramPacket(told, told.length, asked.getSocketAddress()));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    /** The question again, and behind it the address, or none of another type than A. */
    private byte[] answer(ByteBuffer question) {
        int end = HEAD;
        while (question.get(end) != 0) {
            end += question.get(end) + 1;
        }
        boolean isA = question.getShort(end + 1) == TYPE_A;
        end += 5;
        byte[] copy = new byte[end];
        question.get(0, copy);
        ByteBuffer head = ByteBuffer.wrap(copy);
        // A response, recursion available; one question, at most one answer, nothing else.
        head.putShort(2, (short) 0x8180)
                .putShort(6, (short) (isA ? 1 : 0))
                .putShort(8, (short) 0)
                .putShort(10, (short) 0);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        told.writeBytes(copy);
        if (isA) {
            questions.incrementAndGet();
            // The name is that at byte 12; type A, class IN.
            told.writeBytes(new byte[] {(byte) 0xC0, HEAD, 0, TYPE_A, 0, 1, 0, 0, 0, SECONDS, 0, 4});
            told.writeBytes(answer.getAddress());
        }
        return told.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
