package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Call;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.SimulatorResource;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt over real HTTP: whatever happens on the wire, a reply comes back, and it is the right one. */
@QuarkusTest
class HubSpotClientTest extends GatewayTest {
    @Inject
    Timer timer;

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MOST_BYTES = 1_000_000;

    @Test
    void aCallGoesOutAsItIsAndItsAnswerComesBack() {
        Exchange exchange = send(SimulatorResource.url(), LONG);

        Reply.Answered answered = assertInstanceOf(Reply.Answered.class, exchange.reply());
        assertEquals(201, answered.answer().status());
        assertEquals(2, answered.answer().results().size());
        assertEquals(Batches.of(2, Batches::newContact), onlyCall().body());
        assertEquals("/crm/v3/objects/contacts/batch/create?a=%2C", onlyCall().path());
        assertEquals("application/json", onlyCall().headers().get("content-type"));
        assertEquals(
                Integer.toString(onlyCall().body().length()),
                onlyCall().headers().get("content-length"));
        assertFalse(onlyCall().headers().containsKey("transfer-encoding"));
        assertFalse(onlyCall().caller().isEmpty(), "the token goes along");
        assertFalse(onlyCall().headers().containsKey("traceparent"), "nobody follows it");
        assertTrue(exchange.endedNanos() > exchange.sentNanos());
    }

    @Test
    void aCallThatIsFollowedSaysToWhichTraceItBelongs() {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        send(SimulatorResource.url(), LONG, token, traceparent);

        assertEquals(traceparent, onlyCall().headers().get("traceparent"));
    }

    @Test
    void theRateLimitsAreReadFromEveryAnswer() {
        Exchange good = send(SimulatorResource.url(), LONG);
        simulator.add(FaultRule.of(Fault.status(400)));
        Exchange refused = send(SimulatorResource.url(), LONG);

        assertEquals(5_000, good.rate().max());
        assertEquals(4_999, good.rate().remaining());
        assertEquals(10_000, good.rate().intervalMillis());
        assertEquals(4_998, refused.rate().remaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 413, 423, 429, 477, 500, 502, 504, 524})
    void aRefusalIsReadWithItsBody(int status) {
        simulator.add(FaultRule.of(Fault.status(status)));

        Reply.Refused refused = assertInstanceOf(
                Reply.Refused.class, send(SimulatorResource.url(), LONG).reply());

        assertEquals(status, refused.status());
        assertNotNull(refused.error());
        assertEquals("Simulated fault: HTTP " + status, refused.error().message());
    }

    @Test
    void anHtmlPageIsARefusalWithoutABody() {
        simulator.add(FaultRule.of(Fault.html(502)));

        Reply.Refused refused = assertInstanceOf(
                Reply.Refused.class, send(SimulatorResource.url(), LONG).reply());

        assertEquals(502, refused.status());
        assertNull(refused.error());
    }

    @Test
    void aPageOfHtmlThatSaysAllIsWellIsNoAnswer() {
        simulator.add(FaultRule.of(Fault.html(200)));

        assertInstanceOf(
                Reply.NoAnswer.class, send(SimulatorResource.url(), LONG).reply());
    }

    @Test
    void retryAfterIsRead() {
        simulator.add(FaultRule.of(Fault.migrating(Duration.ofHours(1))));

        Reply.Refused refused = assertInstanceOf(
                Reply.Refused.class, send(SimulatorResource.url(), LONG).reply());

        assertEquals(3_600, refused.retryAfterSeconds());
    }

    @Test
    void ofAHeaderThatComesTwiceTheFirstCounts() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().put("Retry-After", List.of("7", "9"));
            exchange.getResponseHeaders().put("X-HubSpot-RateLimit-Remaining", List.of("11", "12"));
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        try {
            Exchange answered =
                    send(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), LONG);

            assertEquals(
                    7, assertInstanceOf(Reply.Refused.class, answered.reply()).retryAfterSeconds());
            assertEquals(11, answered.rate().remaining());
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        simulator.add(FaultRule.of(new Fault.Reply(
                status, Map.of("Location", SimulatorResource.url() + "/elsewhere"), Buffer.buffer(), false)));

        Reply.Refused refused = assertInstanceOf(
                Reply.Refused.class, send(SimulatorResource.url(), LONG).reply());

        assertEquals(status, refused.status());
        assertEquals(1, simulator.calls().size());
    }

    @ParameterizedTest
    @EnumSource(Fault.Cut.Moment.class)
    void aConnectionThatIsCutIsNoAnswer(Fault.Cut.Moment moment) {
        simulator.add(FaultRule.of(new Fault.Cut(moment)));

        Exchange exchange = send(SimulatorResource.url(), LONG);

        assertInstanceOf(Reply.NoAnswer.class, exchange.reply());
        assertEquals(RateSignal.SILENT, exchange.rate());
        assertEquals(1, simulator.calls().size(), "and nothing is repeated down here");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNoAnswer() {
        simulator.add(FaultRule.of(new Fault.Stall(true)));

        Exchange exchange = send(SimulatorResource.url(), SHORT);

        assertInstanceOf(Reply.NoAnswer.class, exchange.reply());
        assertTrue(exchange.endedNanos() - exchange.sentNanos() >= SHORT.toNanos() / 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Misshape.Shape.class,
            names = {"TRUNCATED_JSON"})
    void aBodyThatBreaksOffIsNoAnswer(Fault.Misshape.Shape shape) {
        simulator.add(FaultRule.of(new Fault.Misshape(shape)));

        assertInstanceOf(
                Reply.NoAnswer.class, send(SimulatorResource.url(), LONG).reply());
    }

    @Test
    void whereNobodyListensHubSpotIsNotReached() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        Reply.NotReached reply = assertInstanceOf(
                Reply.NotReached.class,
                send(URI.create("http://127.0.0.1:" + port), LONG).reply());

        assertFalse(reply.trust());
    }

    @Test
    void aTlsHandshakeThatBreaksOffIsNotTrusted() throws IOException {
        try (ServerSocket server = closingServer()) {
            Reply.NotReached reply = assertInstanceOf(
                    Reply.NotReached.class,
                    send(URI.create("https://127.0.0.1:" + server.getLocalPort()), LONG)
                            .reply());

            assertTrue(reply.trust());
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsNotTrusted() {
        URI url = URI.create(SimulatorResource.url().toString().replace("http:", "https:"));

        Reply.NotReached reply =
                assertInstanceOf(Reply.NotReached.class, send(url, LONG).reply());

        assertTrue(reply.trust());
        assertEquals(0, simulator.calls().size());
    }

    /** NoSecretsInTheLog reads the log along. */
    @Test
    void aHeaderThatCannotBeSentIsNeitherSentNorTold() {
        String broken = token + "\nbroken";

        Exchange exchange = send(SimulatorResource.url(), LONG, broken, null);

        Reply.NoAnswer reply = assertInstanceOf(Reply.NoAnswer.class, exchange.reply());
        assertFalse(reply.cause().contains("broken"), reply.cause());
        assertInstanceOf(
                Reply.NoAnswer.class,
                send(SimulatorResource.url(), LONG, token, "00-broken\r\nx: y").reply());
        assertEquals(0, simulator.calls().size());
    }

    /** Takes connections, reads a little of them and closes them. */
    private static ServerSocket closingServer() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().readNBytes(5);
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private Exchange send(URI url, Duration timeout) {
        return send(url, timeout, token, null);
    }

    @Test
    void anAnswerLargerThanThereIsMemoryForIsNotReadOn() {
        Buffer answer = Buffer.buffer("{\"results\":[\"" + "x".repeat(MOST_BYTES) + "\"]}");
        simulator.add(FaultRule.of(new Fault.Reply(200, Map.of(), answer, false)));

        Reply.NoAnswer reply = assertInstanceOf(
                Reply.NoAnswer.class, send(SimulatorResource.url(), LONG).reply());

        assertTrue(reply.isTooLarge(), reply.cause());
        assertFalse(reply.isTimeOut());
        assertEquals(1, simulator.calls().size());
        assertInstanceOf(
                Reply.Answered.class, send(SimulatorResource.url(), LONG).reply(), "the next is none the worse");
    }

    @Test
    void anAnswerOfJustThatSizeIsRead() {
        String end = "{\"results\":[],\"status\":\"COMPLETE\"}";
        Buffer answer = Buffer.buffer(" ".repeat(MOST_BYTES - end.length()) + end);
        simulator.add(FaultRule.of(new Fault.Reply(200, Map.of(), answer, false)));

        assertInstanceOf(
                Reply.Answered.class, send(SimulatorResource.url(), LONG).reply());
    }

    private Exchange send(URI url, Duration timeout, String authorization, @Nullable String traceparent) {
        HubSpotApi api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(LONG.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .httpClientRequestCustomizer(new ReplyBound(MOST_BYTES))
                .build(HubSpotApi.class);
        HubSpotConfig config = new HubSpotConfig(url, timeout, LONG, 4);
        Target target =
                new Target(Operation.OBJECT_CREATE, "/crm/v3/objects/contacts/batch/create", "a=%2C", "contacts");
        byte[] body = Batches.of(2, Batches::newContact).getBytes(StandardCharsets.UTF_8);
        return new HubSpotClient(() -> api, config, System::nanoTime, timer)
                .send(new Call(target, authorization, traceparent, body))
                .await()
                .atMost(LONG);
    }
}
