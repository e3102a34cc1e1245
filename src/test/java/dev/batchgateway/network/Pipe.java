package dev.batchgateway.network;

import java.io.IOException;
import java.net.Socket;

/** Copies what comes on one connection to another, in both directions, until either ends. */
final class Pipe {
    private Pipe() {}

    static void between(Socket one, Socket other) {
        copy(one, other);
        copy(other, one);
    }

    private static void copy(Socket from, Socket to) {
        Thread thread = new Thread(
                () -> {
                    try (from;
                            to) {
                        from.getInputStream().transferTo(to.getOutputStream());
                    } catch (IOException e) {
                        // One side has left; both are closed.
                    }
                },
                "pipe");
        thread.setDaemon(true);
        thread.start();
    }
}
