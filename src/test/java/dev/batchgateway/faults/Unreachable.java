package dev.batchgateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** The same before a port nobody listens on. */
public final class Unreachable extends QuickFaults {
    /** Tests and profiles may live in different class loaders; a system property is seen from all of them. */
    private static final String PORT = "faults.unreachable.port";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.hubspot.url", "http://127.0.0.1:" + port());
        overrides.put("gateway.dispatch.out-of-reach", "1s");
        return overrides;
    }

    /** A port that was free when it was first asked for. */
    static int port() {
        if (System.getProperty(PORT) == null) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.setProperty(PORT, String.valueOf(free.getLocalPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Integer.getInteger(PORT);
    }
}
