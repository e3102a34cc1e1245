package dev.batchgateway.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that makes tunnels, all of them to one server, whatever name it is asked for. */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final URI target;
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();

    private ConnectProxy(URI target) throws IOException {
        this.target = target;
        Thread thread = new Thread(this::accept, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    static ConnectProxy to(URI target) {
        try {
            return new ConnectProxy(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The lines of each head it was sent. */
    List<List<String>> requests() {
        return new ArrayList<>(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                requests.add(head(caller));
                Socket connected = new Socket(target.getHost(), target.getPort());
                caller.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Pipe.between(caller, connected);
            } catch (IOException e) {
                // Closed, or a caller that has left again.
            }
        }
    }

    /** Byte for byte, so that nothing of what comes after it is taken. */
    private static List<String> head(Socket caller) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = caller.getInputStream().read();
            if (next < 0) {
                throw new IOException("The head was cut");
            }
            head.append((char) next);
        }
        return head.toString().lines().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
