package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That it sends again when, how often and how marked the SDKs do, of which other tests make use. */
class SdkCallerTest {
    private static final String COUNT = "X-Stainless-Retry-Count";

    private final List<String> marks = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> waits = new ArrayList<>();
    private final HttpServer server;

    SdkCallerTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void isThere() {
        server.start();
    }

    @AfterEach
    void isGone() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 524})
    void whatItSendsAgainItMarksAndItGivesUpAfterTheThirdTime(int status) {
        answers(status, Map.of());

        assertEquals(status, sent());
        assertEquals(List.of("0", "1", "2"), marks);
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofSeconds(1)), waits);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 207, 400, 401, 403, 404, 413, 422})
    void otherAnswersAreTaken(int status) {
        answers(status, Map.of());

        assertEquals(status, sent());
        assertEquals(List.of("0"), marks);
    }

    @ParameterizedTest
    @CsvSource({"503, false, 1", "409, false, 1", "504, false, 1", "207, false, 1", "207, true, 3", "400, true, 3"})
    void whatItIsToldCountsForMoreThanTheStatus(int status, String told, int attempts) {
        answers(status, Map.of("X-Should-Retry", told));

        assertEquals(status, sent());
        assertEquals(attempts, marks.size());
    }

    @ParameterizedTest
    @CsvSource({"5, 5000", "59, 59000", "60, 500", "10800, 500"})
    void itWaitsAsLongAsItIsAskedToUpToAMinute(String asked, long millis) {
        answers(503, Map.of("Retry-After", asked));

        sent();

        assertEquals(Duration.ofMillis(millis), waits.get(0));
    }

    @Test
    void itSendsAgainWhereNobodyAnswersAndTheNextOneMay() throws IOException {
        int nowhere;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = gone.getLocalPort();
        }
        answers(201, Map.of());
        SdkCaller sdk = sdk(List.of(URI.create("http://127.0.0.1:" + nowhere), address(server)));

        sdk.send("/", "{}");

        assertEquals(List.of("no connection", "201"), sdk.attempts());
        assertEquals(List.of("1"), marks);
    }

    private int sent() {
        return sdk(List.of(address(server))).send("/", "{}").status();
    }

    private SdkCaller sdk(List<URI> servers) {
        return new SdkCaller(servers, "Bearer sdk-caller-test", Duration.ofSeconds(20), waits::add);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answers(int status, Map<String, String> headers) {
        server.createContext("/", exchange -> answer(exchange, status, headers));
    }

    private void answer(HttpExchange exchange, int status, Map<String, String> headers) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            marks.add(exchange.getRequestHeaders().getFirst(COUNT));
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
