package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NDJSON in, NDJSON out, and one with JSON on the other side (DESIGN sections 3.1 and 3.3). */
@QuarkusTest
class StreamsTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    private static final String READ = "/crm/v3/objects/tickets/batch/read";
    private static final String LINES = "application/x-ndjson";
    private static final String LABEL =
            ",\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279}]";

    @ParameterizedTest
    @CsvSource({
        "/crm/v3/objects/contacts/batch/create, create",
        "/crm/v3/objects/tickets/batch/read, id",
        "/crm/v3/objects/tickets/batch/update, update",
        "/crm/v3/objects/tickets/batch/upsert, upsert",
        "/crm/v3/objects/tickets/batch/archive, id",
        "/crm/v3/associations/quotes/line_items/batch/create, typed",
        "/crm/v4/associations/contacts/companies/batch/associate/default, pair",
        "/crm/v4/associations/contacts/companies/batch/read, id",
        "/crm/v4/associations/contacts/companies/batch/create, labelled",
        "/crm/v4/associations/contacts/companies/batch/archive, pair",
        "/crm/v4/associations/contacts/companies/batch/labels/archive, labelled",
    })
    void everyOperationStreamsAndEveryInputHasItsLine(String path, String form) {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);
        IntFunction<String> input = input(form);
        try (StreamCall call = open(path)) {
            call.send(lines(0, 250, input)).end();

            Streamed answer = Streamed.of(call.rest());

            assertTrue(call.head().startsWith("http/1.1 200"), call.head());
            assertTrue(call.head().contains("content-type: application/x-ndjson"), call.head());
            assertEquals(250, answer.count("succeeded"), () -> answer.summary().encode());
            assertEquals(
                    answer.summary().getInteger("calls"), simulator.summary().calls());
        }
    }

    @Test
    void theFirstLineComesWhileTheCallerStillSends() {
        try (StreamCall call = open(CREATE)) {
            call.send(lines(0, 100, Batches::newContact));

            JsonObject first = call.next();

            assertNotNull(first);
            assertEquals("succeeded", first.getString("outcome"));
            call.send(lines(100, 130, Batches::newContact)).end();
            List<JsonObject> rest = call.rest();
            rest.add(0, first);
            Streamed answer = Streamed.of(rest);
            assertEquals(130, answer.count("succeeded"));
            for (int position = 0; position < 130; position++) {
                assertEquals(
                        Batches.email(position),
                        answer.result(position).getJsonObject("properties").getString("email"));
            }
        }
    }

    @Test
    void aLineThatIsNoInputIsRejectedAndTheLinesBehindItGoOn() {
        String tooLong = "{\"properties\":{\"firstname\":\"" + "x".repeat(1_100_000) + "\"}}";
        try (StreamCall call = open(CREATE)) {
            call.sendRaw(Batches.newContact(0) + "\r\n\n  \nnonsense\n[1]\n" + tooLong + "\n{\"a\":1}}\n"
                            + Batches.newContact(5))
                    .end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(
                    List.of(1, 2, 3, 4),
                    IntStream.range(0, 6)
                            .filter(p -> answer.outcome(p).equals("rejected"))
                            .boxed()
                            .toList());
            assertEquals("succeeded", answer.outcome(0));
            assertEquals("succeeded", answer.outcome(5));
            assertEquals("VALIDATION_ERROR", answer.error(1).getString("category"));
            assertEquals(List.of("4"), GatewayAnswer.texts(answer.error(1), "line"));
            assertEquals(List.of("1"), GatewayAnswer.texts(answer.error(1), "position"));
            assertTrue(answer.error(3).getString("message").contains("longer than 1048576 bytes"));
            assertEquals(2, simulator.summary().writes());
        }
    }

    /** Every input is given a trace id, which goes behind its first brace. */
    @Test
    void blanksAroundAnInputAreNoPartOfIt() {
        String manyMembers = Batches.newContact(2).replaceFirst("}$", ",\"x\":0".repeat(40) + "}");
        try (StreamCall call = open(CREATE)) {
            call.sendRaw(" " + Batches.newContact(0) + "\r\n\t " + Batches.newContact(1) + " \n" + manyMembers
                            + " \r\n")
                    .end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(3, answer.count("succeeded"));
            assertEquals(1, answer.summary().getInteger("calls"));
            assertEquals(3, simulator.summary().writes());
        }
    }

    @Test
    void tricklingLinesLeaveTogetherAndNoneWaitsForLong() {
        try (StreamCall call = open(CREATE)) {
            for (int i = 0; i < 3; i++) {
                call.send(Batches.newContact(i));
                Polling.pause(Duration.ofMillis(5));
            }

            JsonObject first = call.next();

            assertNotNull(first, "it does not wait for the end");
            assertEquals(1, simulator.summary().calls());
            call.end();
            assertEquals(3, call.rest().size());
            assertEquals(1, simulator.summary().calls());
        }
    }

    @Test
    void whatEndsHowIsTheCallersToRead() {
        simulator.add(FaultRule.of(Fault.status(502).afterWrite()).onCalls(2, 2));
        try (StreamCall call = open(CREATE)) {
            call.send(lines(0, 100, Batches::newContact));
            assertNotNull(call.next());
            call.send(lines(100, 200, Batches::newContact)).end();

            List<JsonObject> rest = call.rest();

            JsonObject summary = rest.get(rest.size() - 1).getJsonObject("summary");
            assertEquals(100, summary.getInteger("succeeded"));
            assertEquals(100, summary.getInteger("unconfirmed"));
            JsonObject unconfirmed = rest.stream()
                    .filter(line -> "unconfirmed".equals(line.getString("outcome")))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    "gateway.UPSTREAM_ERROR", unconfirmed.getJsonObject("error").getString("subCategory"));
            assertEquals(0, simulator.doubles());
        }
    }

    @Test
    void aReadSaysInItsQueryWhatItWants() {
        String path = READ + "?archived=false&properties=subject,hs_title&idProperty=unique_ref&propertiesWithHistory=";
        try (StreamCall call = open(path)) {
            call.send("{\"id\":\"ref-1\"}").end();

            Streamed.of(call.rest());

            assertTrue(
                    onlyCall().path().endsWith("/read?archived=false"),
                    onlyCall().path());
            JsonObject body = new JsonObject(onlyCall().body());
            assertEquals("unique_ref", body.getString("idProperty"));
            assertTrue(body.getJsonArray("properties").contains("hs_title"), body::encode);
        }
    }

    @Test
    void equalKeysAreAppliedInTheCallersOrder() {
        try (StreamCall call = open(UPSERT)) {
            for (int i = 0; i < 5; i++) {
                call.send("{\"idProperty\":\"unique_ref\",\"id\":\"same\",\"properties\":{\"name\":\"N" + i + "\"}}");
            }
            call.end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(5, answer.count("succeeded"));
            assertEquals(List.of(0, 1, 2, 3, 4), answer.order());
            assertEquals(5, simulator.summary().calls());
        }
    }

    @Test
    void equalQuestionsThatAreOpenTogetherAreAskedOnce() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);
        try (StreamCall call = open(READ)) {
            call.send(List.of(Batches.onlyId(1), Batches.onlyId(2), Batches.onlyId(1), Batches.onlyId(1)))
                    .end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(4, answer.count("succeeded"));
            for (int position : List.of(0, 2, 3)) {
                assertEquals(Batches.id(1), answer.result(position).getString("id"));
            }
            assertEquals(
                    2, new JsonObject(onlyCall().body()).getJsonArray("inputs").size());
        }
    }

    @Test
    void minimalLeavesResultsOut() {
        try (StreamCall call = open(CREATE, "Prefer: return=minimal")) {
            call.send(Batches.newContact(0)).end();

            Streamed answer = Streamed.of(call.rest());

            assertTrue(call.head().contains("preference-applied: return=minimal"), call.head());
            assertFalse(answer.at(0).containsKey("results"));
        }
    }

    @Test
    void waitEndsAStreamThoughTheCallerGoesOnSending() {
        try (StreamCall call = open(CREATE, "Prefer: wait=1")) {
            for (int i = 0; i < 6; i++) {
                call.send(Batches.newContact(i));
                Polling.pause(Duration.ofMillis(300));
            }

            List<JsonObject> lines = call.rest();

            Streamed answer = Streamed.of(lines);
            assertEquals(6, answer.order().size(), () -> answer.summary().encode());
            assertTrue(answer.count("unsent") >= 2, () -> answer.summary().encode());
            assertEquals("gateway.DEADLINE", answer.error(5).getString("subCategory"));
            assertEquals("gateway.DEADLINE", answer.summary().getString("notReadToTheEnd"));
        }
    }

    @Test
    void aRefusedTokenLeavesEveryLineUnsent() {
        simulator.add(FaultRule.of(Fault.status(401)).always());
        try (StreamCall call = open(CREATE)) {
            call.send(lines(0, 300, Batches::newContact)).end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(300, answer.count("unsent"));
            assertEquals("gateway.CREDENTIALS_REFUSED", answer.error(299).getString("subCategory"));
            assertEquals(1, simulator.summary().calls());
        }
    }

    @Test
    void aJsonBodyIsAnsweredInLinesToWhoWantsThem() {
        GatewayAnswer answer = GatewayAnswer.of(caller().accept(LINES)
                .body(Batches.of(1_250, Batches::upsert).getBytes(StandardCharsets.UTF_8))
                .post(UPSERT));

        assertEquals(200, answer.status());
        Streamed lines = Streamed.of(answer.body());
        assertEquals(1_250, lines.count("succeeded"));
        assertEquals("N1249", lines.result(1249).getJsonObject("properties").getString("name"));
    }

    @Test
    void linesAreAnsweredInJsonToWhoDoesNotWantLines() {
        String body = Batches.newContact(0) + "\nnonsense\n" + Batches.newContact(2) + "\n";

        GatewayAnswer answer = GatewayAnswer.of(inLines().body(body).post(CREATE));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(List.of(Batches.email(0), Batches.email(2)), answer.properties("email"));
        assertEquals(List.of(List.of("1")), answer.contexts("position"));
        assertEquals(1, answer.count("rejected"));
    }

    @Test
    void aBodyWithoutALineIsABadRequestWhereTheAnswerIsJson() {
        GatewayAnswer answer = GatewayAnswer.of(inLines().body("\n \n").post(CREATE));

        assertEquals(400, answer.status(), answer.body());
        assertEquals(0, simulator.summary().calls());
    }

    @Test
    void anEmptyStreamIsAnsweredWithItsSummary() {
        try (StreamCall call = open(CREATE)) {
            call.end();

            assertEquals(0, Streamed.of(call.rest()).summary().getInteger("inputs"));
        }
    }

    @Test
    void aCallerWhoLeavesIsSentNothingMoreAndNothingIsLost() {
        StreamCall call = open(CREATE);
        call.send(lines(0, 100, Batches::newContact));
        assertNotNull(call.next());
        call.close();

        GatewayAnswer next = post(CREATE, Batches.of(1, i -> Batches.newContact(7_777)));

        assertEquals(201, next.status());
        assertEquals(101, simulator.summary().writes());
    }

    private StreamCall open(String path, String... headers) {
        return StreamCall.open(gateway(), path, token, headers);
    }

    private RequestSpecification inLines() {
        return caller().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(LINES, io.restassured.http.ContentType.TEXT)))
                .contentType(LINES);
    }

    private static List<String> lines(int from, int to, IntFunction<String> input) {
        return IntStream.range(from, to).mapToObj(input).toList();
    }

    private static IntFunction<String> input(String form) {
        return switch (form) {
            case "create" -> Batches::newContact;
            case "update" -> Batches::change;
            case "upsert" -> Batches::upsert;
            case "id" -> Batches::onlyId;
            case "typed" -> position -> Batches.pair(position, ",\"type\":\"quote_to_line_item\"");
            case "labelled" -> position -> Batches.pair(position, LABEL);
            default -> position -> Batches.pair(position, "");
        };
    }
}
