package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** A gateway whose HubSpot takes its connections and never says a word, so that no TLS comes about. */
public final class SilentHubSpot implements QuarkusTestProfile {
    private static final int BACKLOG = 50;

    /** The system takes what is in the backlog; nobody ever reads from it. */
    @Override
    public Map<String, String> getConfigOverrides() {
        ServerSocket silent = TestProcess.shared(SilentHubSpot.class.getName(), SilentHubSpot::listening);
        return Map.of(
                "gateway.hubspot.url",
                "https://127.0.0.1:" + silent.getLocalPort(),
                "gateway.hubspot.connect-timeout",
                "1s");
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
