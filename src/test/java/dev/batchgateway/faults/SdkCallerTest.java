package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("1994-11-06T07:50:00Z");

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

    /** It is told a moment, and it is ten to eight there; a date that is past, or too far, counts for nothing. */
    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 07:50:05 GMT', 5000",
        "'Sun, 06 Nov 1994 07:50:59 GMT', 59000",
        "'Sun, 06 Nov 1994 07:51:00 GMT', 500",
        "'Sun, 06 Nov 1994 07:49:59 GMT', 500",
        "'Sun, 6 Nov 1994 08:50:07 +0100', 7000"
    })
    void itWaitsUntilTheDateItIsAskedTo(String asked, long millis) {
        answers(503, Map.of("Retry-After", asked));

        sent();

        assertEquals(Duration.ofMillis(millis), waits.get(0));
    }

    @Test
    void itGivesUpOnWhoDoesNotAnswerInTimeAndSendsAgain() throws IOException {
        answers(201, Map.of());
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SdkCaller sdk = sdk(List.of(address(silent.getLocalPort()), address(server)), Duration.ofSeconds(2));

            sdk.send("/", "{}");

            assertEquals(List.of("time-out", "201"), sdk.attempts());
        }
        assertEquals(List.of("1"), marks);
        assertEquals(List.of(Duration.ofMillis(500)), waits);
    }

    /** A request that came, and of which nobody knows what became, is not one that never came. */
    @Test
    void itTellsACutConnectionFromNone() {
        server.createContext("/", exchange -> {
            marks.add(exchange.getRequestHeaders().getFirst(COUNT));
            exchange.close();
        });
        SdkCaller sdk = sdk(List.of(address(server)), PATIENCE);

        assertThrows(AssertionError.class, () -> sdk.send("/", "{}"));

        assertEquals(List.of("cut", "cut", "cut"), sdk.attempts());
        assertEquals(List.of("0", "1", "2"), marks);
    }

    @Test
    void itSendsAgainWhereNobodyAnswersAndTheNextOneMay() throws IOException {
        int nowhere;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = gone.getLocalPort();
        }
        answers(201, Map.of());
        SdkCaller sdk = sdk(List.of(address(nowhere), address(server)), PATIENCE);

        sdk.send("/", "{}");

        assertEquals(List.of("no connection", "201"), sdk.attempts());
        assertEquals(List.of("1"), marks);
    }

    private int sent() {
        return sdk(List.of(address(server)), PATIENCE).send("/", "{}").status();
    }

    private SdkCaller sdk(List<URI> servers, Duration timeout) {
        return new SdkCaller(servers, "Bearer sdk-caller-test", timeout, waits::add, () -> NOW);
    }

    private static URI address(HttpServer server) {
        return address(server.getAddress().getPort());
    }

    private static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
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
