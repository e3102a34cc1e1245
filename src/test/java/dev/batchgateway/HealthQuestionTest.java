package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images' health check takes for healthy. */
class HealthQuestionTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false", "301, false"})
    void onlyAGoodStatusIsHealthy(int status, boolean isWell) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        gateway.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gateway.start();
        try {
            assertEquals(isWell, asked(gateway.getAddress().getPort()));
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void nobodyThereIsNotHealthy() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, LOOPBACK)) {
            port = nobody.getLocalPort();
        }

        assertFalse(asked(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1", "nothing that 2 00 would be in\r\n", "x HTTP/1.1 200 OK\r\n"})
    void whoHangsUpOrSpeaksOtherwiseIsNotHealthy(String answer) throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, LOOPBACK)) {
            Thread answering = new Thread(() -> {
                try (Socket asking = stranger.accept()) {
                    asking.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            answering.start();

            assertFalse(asked(stranger.getLocalPort()));
            answering.join();
        }
    }

    /** This machine's name for itself may lead to two addresses, of which the gateway listens at one. */
    @Test
    void aNameIsAskedAtEachOfItsAddresses() throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        gateway.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        try {
            assertTrue(new HealthQuestion("localhost", gateway.getAddress().getPort()).isAnsweredWell());
        } finally {
            gateway.stop(0);
        }
    }

    /** Docker would end the question after 5 s, and take that for an answer, too. */
    @Test
    void whoTakesTheQuestionAndSaysNothingIsNotHealthyAfterAWhile() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            long started = System.nanoTime();

            assertFalse(asked(silent.getLocalPort()));
            assertTrue(System.nanoTime() - started < 20_000_000_000L);
        }
    }

    @Test
    void itIsAskedWhereTheGatewayListens() {
        assertEquals(new HealthQuestion("0.0.0.0", 9000), HealthQuestion.of(Map.of()));
        assertEquals(
                new HealthQuestion("::1", 9100),
                HealthQuestion.of(Map.of("QUARKUS_MANAGEMENT_HOST", "::1", "QUARKUS_MANAGEMENT_PORT", "9100")));
    }

    private static boolean asked(int port) {
        return HealthQuestion.of(Map.of("QUARKUS_MANAGEMENT_PORT", String.valueOf(port)))
                .isAnsweredWell();
    }
}
