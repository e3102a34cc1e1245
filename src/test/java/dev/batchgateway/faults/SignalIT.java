package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Streamed;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged program is told to end while it serves: SIGTERM and SIGINT leave no question open, SIGKILL no false
 * answer.
 */
class SignalIT {
    private static final int PERMITS = 1_000_000;
    private static final int BATCHES = 50;
    /** So many that none of them is over before all run. */
    private static final int INPUTS = 2_000;

    /** More than a stream comes to send. */
    private static final int LINES = 10_000;

    /** More than is sent in a few seconds when a call takes its time, and their lines are more than buffers hold. */
    private static final int LARGE = 50_000;

    private static final int CALL_MILLIS = 600;
    private static final int LONG_CALL_MILLIS = 8_000;
    private static final int CALLS_BEFORE = 60;
    private static final int PATIENCE_SECONDS = 60;
    private static final String TOKEN = "Bearer signal-it-1";

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, PERMITS));
    private final GatewayProcess gateway =
            GatewayProcess.start(hubSpot.url(), Map.of("GATEWAY_LIMIT_PERMITS", "100000"));
    private final GatewayCaller caller = new GatewayCaller(gateway.url(), TOKEN);

    /** Who asks for an end in order: a platform, and whoever sits before it and presses Ctrl-C. */
    enum Told {
        SIGTERM(15),
        SIGINT(2);

        private final int number;

        Told(int number) {
            this.number = number;
        }

        void tell(GatewayProcess gateway) {
            switch (this) {
                case SIGTERM -> gateway.terminate();
                case SIGINT -> gateway.interrupt();
            }
        }

        /**
         * It was over in half of the time that {@code quarkus.shutdown.timeout} leaves, and with the status that a shell
         * has for the signal, 143 or 130; the binary's may be 0.
         */
        void assertEnded(GatewayProcess gateway) throws InterruptedException {
            int status = gateway.exitStatus();
            assertTrue(
                    status == 128 + number || (GatewayProcess.isNative() && status == 0),
                    () -> this + ": exit status " + status);
        }
    }

    @AfterEach
    void nothingStaysBehind() {
        gateway.close();
        hubSpot.close();
    }

    @ParameterizedTest
    @EnumSource
    void toldToEndEveryCallerGetsACompleteAnswerAndNothingNewBegins(Told told) throws Exception {
        assumeFalse(told == Told.SIGINT && gateway.ignoresInterrupts(), "Begun by a shell behind itself");
        List<Batch> batches = batches();
        List<CompletableFuture<Answered>> answers = beginAll(batches);

        told.tell(gateway);
        boolean isRefused = false;
        for (int i = 0; !isRefused; i++) {
            Batch late = Batch.upserts("tickets", "late-" + i, 1);
            batches.add(late);
            CompletableFuture<Answered> answer = caller.sendAsync(late);
            isRefused = isRefused(answer);
            answers.add(answer);
        }
        told.assertEnded(gateway);

        Truth truth = Truth.of(hubSpot.url());
        int succeeded = 0;
        int cutShort = 0;
        for (int i = 0; i < batches.size(); i++) {
            if (hasNoConnection(answers.get(i))) {
                assertEquals(0, truth.written(batches.get(i)));
                continue;
            }
            Answered answer = answers.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!isRefusal(answer)) {
                assertEquals(List.of(), truth.breaches(batches.get(i), answer));
                assertEquals(0, answer.unconfirmed(), "calls under way were heard out");
                succeeded += answer.succeeded();
            }
            cutShort += answer.status() == 207 ? assertShutdown(answer) : 0;
        }
        assertEquals(hubSpot.ledger().summary().writes(), succeeded);
        assertTrue(cutShort > 0, "It was over before");
        assertThrows(CompletionException.class, () -> caller.send(batches.get(0)), "nobody is there any more");
    }

    /** So that the platform sends nobody else, while who is there is served to the end. */
    @Test
    void onSigtermTheReadinessIsDownWhileABatchIsHeardOut() throws Exception {
        hubSpot.settings()
                .set(Limits.LATENCY_MAX_MILLIS, LONG_CALL_MILLIS)
                .set(Limits.LATENCY_MIN_MILLIS, LONG_CALL_MILLIS);
        Batch batch = Batch.upserts("tickets", "heard-out", 10);
        CompletableFuture<Answered> answer = caller.sendAsync(batch);
        OverHttp.eventually("a call", () -> hubSpot.ledger().summary().calls() == 1);
        assertEquals(200, probed("ready").statusCode());

        gateway.terminate();

        OverHttp.eventually("not ready", () -> probed("ready").statusCode() == 503);
        HttpResponse<String> notReady = probed("ready");
        HttpResponse<String> live = probed("live");
        assertFalse(answer.isDone(), "it was over before");
        assertEquals("DOWN", new JsonObject(notReady.body()).getString("status"), notReady::body);
        assertEquals(200, live.statusCode(), "a gateway that is killed now hears nothing out");
        Answered heard = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(batch.size(), heard.succeeded());
        Told.SIGTERM.assertEnded(gateway);
    }

    private HttpResponse<String> probed(String probe) {
        URI health = gateway.management().resolve("/q/health/" + probe);
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(health)
                                    .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                                    .build(),
                            BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(health.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + health + " was asked", e);
        }
    }

    @Test
    void onSigkillNoCallerTakesWhatIsLeftForAnAnswer() throws Exception {
        List<CompletableFuture<Answered>> answers = beginAll(batches());

        gateway.kill();

        assertEquals(137, gateway.exitStatus());
        for (CompletableFuture<Answered> answer : answers) {
            ExecutionException noAnswer =
                    assertThrows(ExecutionException.class, () -> answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertTrue(noAnswer.getCause() instanceof IOException, noAnswer::toString);
        }
    }

    @Test
    void onSigtermStreamsWhoseCallersStillSendEndWithACompleteAccount() throws Exception {
        List<StreamSender> streams = beginStreams();
        List<Batch> bodies = batches().subList(0, BATCHES / 2);
        List<CompletableFuture<Answered>> answers = beginAll(bodies);

        gateway.terminate();
        streams.forEach(StreamSender::told);
        int cutShort = 0;
        List<Streamed> accounts = new ArrayList<>();
        for (StreamSender stream : streams) {
            Streamed account = Streamed.of(stream.lines().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            accounts.add(account);
            cutShort += assertShutdown(stream, account);
        }
        for (CompletableFuture<Answered> answer : answers) {
            Answered body = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            cutShort += isRefusal(body) ? 0 : assertShutdown(body);
        }
        Told.SIGTERM.assertEnded(gateway);

        assertTrue(cutShort > 0, "It was over before");
        Truth truth = Truth.of(hubSpot.url());
        for (int i = 0; i < streams.size(); i++) {
            assertTrue(streams.get(i).sent() > 0);
            for (int position : accounts.get(i).order()) {
                String outcome = accounts.get(i).outcome(position);
                assertEquals(
                        outcome.equals("succeeded") ? 1 : 0,
                        truth.times(streams.get(i).batch().marks().get(position)),
                        outcome);
            }
        }
        for (int i = 0; i < bodies.size(); i++) {
            Answered answer = answers.get(i).join();
            if (isRefusal(answer)) {
                // It came after the signal: the calls that were waited for may all have been the streams'.
                assertEquals(0, truth.written(bodies.get(i)));
            } else {
                assertEquals(List.of(), truth.breaches(bodies.get(i), answer));
            }
        }
        streams.forEach(StreamSender::close);
    }

    @Test
    void onSigtermBodiesThatAreAnsweredInLinesEndWithACompleteAccount() throws Exception {
        hubSpot.settings().set(Limits.LATENCY_MAX_MILLIS, CALL_MILLIS).set(Limits.LATENCY_MIN_MILLIS, CALL_MILLIS);
        List<Batch> bodies = List.of(Batch.creates("deals", "d", LARGE), Batch.creates("deals", "e", LARGE));
        List<CompletableFuture<Streamed>> answers = new ArrayList<>();
        bodies.forEach(body -> answers.add(caller.takeInLines(body)));
        OverHttp.eventually("calls", () -> hubSpot.ledger().summary().writes() > 0);

        gateway.terminate();
        List<Streamed> accounts = new ArrayList<>();
        for (CompletableFuture<Streamed> answer : answers) {
            accounts.add(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        Told.SIGTERM.assertEnded(gateway);

        Truth truth = Truth.of(hubSpot.url());
        for (int i = 0; i < bodies.size(); i++) {
            Streamed account = accounts.get(i);
            assertEquals(List.of(), truth.breaches(bodies.get(i), account));
            assertEquals(LARGE, account.count("succeeded") + account.count("unsent"));
            assertEquals("gateway.SHUTDOWN", account.error(LARGE - 1).getString("subCategory"));
            assertFalse(account.summary().containsKey("notReadToTheEnd"));
        }
    }

    @Test
    void onSigkillNoStreamEndsWithASummary() throws Exception {
        List<StreamSender> streams = beginStreams();
        beginAll(batches().subList(0, BATCHES / 2));

        gateway.kill();
        streams.forEach(StreamSender::told);

        assertEquals(137, gateway.exitStatus());
        for (StreamSender stream : streams) {
            ExecutionException cut = assertThrows(
                    ExecutionException.class, () -> stream.lines().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertTrue(cut.getCause() instanceof UncheckedIOException, cut::toString);
            assertTrue(stream.heard().stream().noneMatch(line -> line.containsKey("summary")), "a false success");
            stream.close();
        }
    }

    /** Half of the batches, as streams that have begun. */
    private List<StreamSender> beginStreams() {
        List<StreamSender> streams = new ArrayList<>();
        StreamSender.Then[] kinds = StreamSender.Then.values();
        for (int i = 0; i < BATCHES / 2; i++) {
            Batch batch = Batch.upserts("tickets", "s" + i, LINES);
            streams.add(new StreamSender(gateway.url(), TOKEN, batch, kinds[i % kinds.length]));
        }
        OverHttp.eventually(
                "streams",
                () -> hubSpot.ledger().summary().writes() > 0
                        && streams.stream().allMatch(s -> s.sent() > 0)
                        && streams.stream().anyMatch(s -> !s.heard().isEmpty()));
        return streams;
    }

    /** What a leaving gateway may say of a stream; answers how many of its inputs were not sent. */
    private static int assertShutdown(StreamSender stream, Streamed account) {
        assertEquals(account.order().size(), account.count("succeeded") + account.count("unsent"));
        for (int position : account.order()) {
            if (account.outcome(position).equals("unsent")) {
                assertEquals("gateway.SHUTDOWN", account.error(position).getString("subCategory"));
            }
        }
        if (stream.then() == StreamSender.Then.ENDS) {
            assertEquals(stream.sent(), account.order().size(), "every line has its account");
        } else {
            assertEquals("gateway.SHUTDOWN", account.summary().getString("notReadToTheEnd"));
        }
        return account.count("unsent");
    }

    /** The answer is larger than all buffers between, and its reader waits, so that it is killed in the middle. */
    @Test
    void anAnswerThatIsCutIsNoCompleteJson() throws Exception {
        Batch batch = Batch.upserts("tickets", "cut", 60_000);
        byte[] body = batch.body().getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16_384);
            socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
            socket.connect(
                    new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort()));
            String head = "POST " + batch.path() + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + TOKEN
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            InputStream in = socket.getInputStream();
            String begun = new String(in.readNBytes(2_000), StandardCharsets.UTF_8);

            gateway.kill();

            assertTrue(begun.startsWith("HTTP/1.1 200"), begun);
            assertTrue(begun.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), begun);
            String all = begun + rest(in);
            assertFalse(all.endsWith("\r\n0\r\n\r\n"));
            String json = withoutChunks(all.substring(all.indexOf("\r\n\r\n") + 4));
            assertTrue(json.startsWith("{") && json.contains("\"id\""), json);
            assertThrows(DecodeException.class, () -> new JsonObject(json));
        }
    }

    /** What an answer in chunks has said, as far as it came. */
    private static String withoutChunks(String body) {
        StringBuilder said = new StringBuilder();
        int at = 0;
        for (int end = body.indexOf("\r\n"); end > at; end = body.indexOf("\r\n", at)) {
            int length = Integer.parseInt(body.substring(at, end), 16);
            said.append(body, end + 2, Math.min(body.length(), end + 2 + length));
            at = Math.min(body.length(), end + 2 + length + 2);
        }
        return said.toString();
    }

    private static String rest(InputStream in) {
        StringBuilder rest = new StringBuilder();
        byte[] buffer = new byte[65_536];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                rest.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException reset) {
            return rest.toString();
        }
        return rest.toString();
    }

    private static List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(Batch.upserts("tickets", "b" + i, INPUTS));
        }
        return batches;
    }

    /** Sends them all to a slow HubSpot, and is back in the middle of {@link #BATCHES} that run. */
    private List<CompletableFuture<Answered>> beginAll(List<Batch> batches) {
        hubSpot.settings().set(Limits.LATENCY_MAX_MILLIS, CALL_MILLIS).set(Limits.LATENCY_MIN_MILLIS, CALL_MILLIS);
        GatewayLoad load = new GatewayLoad(gateway.management());
        // The first look takes its time.
        int before = load.batches();
        List<CompletableFuture<Answered>> answers = new ArrayList<>();
        batches.forEach(batch -> answers.add(caller.sendAsync(batch)));
        assertEquals(BATCHES, before + batches.size());
        OverHttp.eventually(
                "all batches, and calls",
                () -> load.batches() == BATCHES && hubSpot.ledger().summary().calls() >= CALLS_BEFORE);
        return answers;
    }

    private static int assertShutdown(Answered answer) {
        for (int i = 0; i < answer.inputs(); i++) {
            if (answer.ended(i) == Ended.UNSENT) {
                assertEquals("gateway.SHUTDOWN", answer.subCategory(i));
            }
        }
        return answer.unsent();
    }

    /** Whether {@code answer} says that nothing was begun. */
    private static boolean isRefusal(Answered answer) {
        return answer.status() == 503 && answer.unsent() <= 0;
    }

    private static boolean isRefused(CompletableFuture<Answered> answer) throws Exception {
        return hasNoConnection(answer)
                || answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status() == 503;
    }

    private static boolean hasNoConnection(CompletableFuture<Answered> answer) throws Exception {
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            assertTrue(e.getCause() instanceof ConnectException, () -> "An answer is missing: " + e);
            return true;
        }
    }
}
