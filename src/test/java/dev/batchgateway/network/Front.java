package dev.batchgateway.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Another address of a server: what connects here is handed on to there. */
final class Front implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();

    private Front(ServerSocket server, URI target) {
        this.server = server;
        this.target = target;
        Thread thread = new Thread(this::accept, "front");
        thread.setDaemon(true);
        thread.start();
    }

    /** Listens at {@code address}, on any free port, with sockets as {@code factory} makes them. */
    static Front of(URI target, InetAddress address, ServerSocketFactory factory) {
        return of(target, address, 0, factory);
    }

    /** The same on that port. */
    static Front of(URI target, InetAddress address, int port, ServerSocketFactory factory) {
        try {
            return new Front(factory.createServerSocket(port, 0, address), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many have connected so far. */
    int connections() {
        return callers.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                callers.add(caller);
                Pipe.between(caller, new Socket(target.getHost(), target.getPort()));
            } catch (IOException e) {
                // Closed, or a caller that has left again.
            }
        }
    }

    /** Lets nobody in any more, and ends what is connected. */
    void leave() throws IOException {
        server.close();
        for (Socket caller : callers) {
            caller.close();
        }
    }

    @Override
    public void close() throws IOException {
        leave();
    }
}
