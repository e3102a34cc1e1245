package dev.batchgateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Whether the gateway on this machine's management port lives.
 *
 * @param host where it listens; where that is every address, it is asked on this machine's own
 */
record HealthQuestion(String host, int port) {
    private static final String USUAL_HOST = "0.0.0.0";
    private static final String USUAL_PORT = "9000";
    private static final String LOOPBACK = "127.0.0.1";
    /** For a connection, and for what is answered: together less than the images' health checks wait. */
    private static final int PATIENCE_MILLIS = 2_000;

    private static final String QUESTION = "GET /q/health/live HTTP/1.0\r\n\r\n";
    private static final String WELL = "HTTP/1\\.[01] 200";
    private static final int WELL_BYTES = 12;

    /** Where a gateway with the same environment has its management port. */
    static HealthQuestion ofThisEnvironment() {
        return of(System.getenv());
    }

    /** The same of any environment. */
    static HealthQuestion of(Map<String, String> environment) {
        return new HealthQuestion(
                environment.getOrDefault("QUARKUS_MANAGEMENT_HOST", USUAL_HOST),
                Integer.parseInt(environment.getOrDefault("QUARKUS_MANAGEMENT_PORT", USUAL_PORT)));
    }

    /**
     * Asks; an answer that is none, or does not come in time, is no good one. A name is asked at each of its addresses,
     * because the gateway listens at one of them.
     */
    boolean isAnsweredWell() {
        try {
            for (InetAddress named : InetAddress.getAllByName(host)) {
                if (isAnsweredWell(named.isAnyLocalAddress() ? InetAddress.getAllByName(LOOPBACK)[0] : named)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAnsweredWell(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            socket.getOutputStream().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(WELL_BYTES);
            return new String(status, StandardCharsets.US_ASCII).matches(WELL);
        } catch (IOException e) {
            return false;
        }
    }
}
