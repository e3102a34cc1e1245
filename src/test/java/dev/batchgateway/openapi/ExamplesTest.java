package dev.batchgateway.openapi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.HubSpotCaller;
import dev.batchgateway.simulator.HubSpotOperation;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.simulator.ThrottlePolicy;
import dev.batchgateway.testing.ApiDescription;
import dev.batchgateway.testing.ApiExamples;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.SimulatorResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The description's examples are what a gateway in front of the simulator answers. What it answered is in
 * {@code target/openapi-examples}, for whoever changes one.
 */
@QuarkusTest
class ExamplesTest extends GatewayTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";
    private static final String NAMED = "/crm/v3/associations/contacts/companies/batch/";
    private static final String LABELLED = "/crm/v4/associations/contacts/companies/batch/";
    private static final String DATED = "/crm/associations/2026-09/contacts/companies/batch/";
    private static final String LINES = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final Map<String, String> ADA = Map.of("email", "ada@example.com", "firstname", "Ada");
    /** Other tests show these, by gateways that are set up for it. */
    private static final Set<String> ELSEWHERE = Set.of("untrusted", "notPassedOn");

    /**
     * A request and its answer, both by the name of their example.
     *
     * @param path with the query
     * @param request empty for none
     * @param answer empty for one without a body
     */
    private record Run(
            String path,
            String request,
            int status,
            String answer,
            Map<String, String> headers,
            Consumer<SimulatorControl> before) {
        static Run of(String path, String request, int status, String answer) {
            return new Run(path, request, status, answer, Map.of(), simulator -> {});
        }

        Run with(String name, String value) {
            return new Run(path, request, status, answer, Map.of(name, value), before);
        }

        Run inLines() {
            return new Run(path, request, status, answer, Map.of("Content-Type", LINES, "Accept", LINES), before);
        }

        Run after(Consumer<SimulatorControl> setUp) {
            return new Run(path, request, status, answer, headers, setUp);
        }

        @Override
        public String toString() {
            return path + " " + request + " " + status + " " + answer;
        }
    }

    static Stream<Run> runs() {
        return Stream.concat(
                Stream.of(
                        Run.of(CONTACTS + "create", "createContacts", 201, "created"),
                        Run.of(CONTACTS + "create", "createContacts", 201, "createdMinimal")
                                .with("Prefer", "return=minimal"),
                        Run.of(CONTACTS + "create", "createLines", 200, "createdLines")
                                .inLines(),
                        Run.of(CONTACTS + "create", "createFour", 207, "fourEnds")
                                .after(ExamplesTest::foundering),
                        Run.of(CONTACTS + "create", "createContacts", 207, "quotaEnds")
                                .after(ExamplesTest::usedUp),
                        Run.of(CONTACTS + "read", "readByEmail", 200, "read").after(ExamplesTest::ada),
                        Run.of(CONTACTS + "read", "readMissing", 207, "readWithMissing")
                                .after(ExamplesTest::ada),
                        Run.of(
                                        CONTACTS + "read?idProperty=email&properties=firstname",
                                        "readLines",
                                        200,
                                        "readLinesAnswer")
                                .inLines()
                                .after(ExamplesTest::ada),
                        Run.of(CONTACTS + "update", "updateContact", 200, "updated")
                                .after(ExamplesTest::ada),
                        Run.of(CONTACTS + "upsert", "upsertContact", 200, "upserted")
                                .after(ExamplesTest::ada),
                        Run.of(CONTACTS + "archive", "archiveContact", 204, "").after(ExamplesTest::ada)),
                Stream.of(
                        Run.of(NAMED + "create", "associateByName", 201, "associatedByName"),
                        Run.of(NAMED + "read", "readAssociations", 200, "associationsByName")
                                .after(simulator -> seed(NAMED + "create", "associateByName")),
                        Run.of(NAMED + "archive", "associateByName", 204, ""),
                        Run.of(LABELLED + "create", "associateByLabel", 201, "associatedByLabel"),
                        Run.of(LABELLED + "associate/default", "associateByDefault", 200, "associatedByDefault"),
                        Run.of(LABELLED + "read", "readAssociations", 200, "associations")
                                .after(simulator -> seed(LABELLED + "create", "associateByLabel")),
                        Run.of(LABELLED + "read", "readNoAssociations", 207, "noAssociations"),
                        Run.of(LABELLED + "archive", "archivePairs", 204, ""),
                        Run.of(LABELLED + "labels/archive", "associateByLabel", 204, ""),
                        Run.of(DATED + "archive", "archivePairs", 200, "archivedUnderADate"),
                        Run.of("/crm/v3/objects/unknown_things/batch/read", "readMissing", 400, "unknownType"),
                        Run.of(CONTACTS + "create", "createContacts", 415, "wrongMediaType")
                                .with("Content-Type", "text/plain"),
                        Run.of(CONTACTS + "create", "createContacts", 401, "badToken")
                                .with("Authorization", "Bearer bad-token"),
                        Run.of(CONTACTS + "create", "createContacts", 403, "noScope")
                                .with("Authorization", "Bearer noscope-token"),
                        Run.of(CONTACTS + "create", "createContacts", 429, "dailyLimit")
                                .after(simulator ->
                                        simulator.add(FaultRule.of(new Fault.Throttle(ThrottlePolicy.DAILY))))));
    }

    private static void ada(SimulatorControl simulator) {
        assertEquals("171596044869", simulator.addRecord("contacts", ADA));
    }

    /** One exists, and HubSpot breaks down over the second part; what it takes at once makes the parts. */
    private static void foundering(SimulatorControl simulator) {
        ada(simulator);
        simulator
                .set(Limits.inputs(HubSpotOperation.OBJECTS_CREATE), 3)
                .add(FaultRule.of(Fault.status(502).afterWrite()).onCalls(3, 3));
    }

    /** The day's quota is used up before the second part. */
    private static void usedUp(SimulatorControl simulator) {
        simulator
                .set(Limits.inputs(HubSpotOperation.OBJECTS_CREATE), 1)
                .add(FaultRule.of(new Fault.Throttle(ThrottlePolicy.DAILY)).onCalls(3, 3));
    }

    private static void seed(String path, String request) {
        new HubSpotCaller(SimulatorResource.url(), "seed").post(path, ApiExamples.text(request));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void theExampleIsWhatIsAnswered(Run run) {
        simulator.set(Behaviour.SHUFFLE, false);
        run.before.accept(simulator);

        RawRequest request = new RawRequest("POST", run.path)
                .with("Authorization", token)
                .with("Content-Type", JSON)
                .body(ApiExamples.text(run.request));
        run.headers.forEach(request::with);
        GatewayAnswer answer = request.send();

        assertEquals(run.status, answer.status(), answer.body());
        if (run.answer.isEmpty()) {
            assertEquals("", answer.body());
        } else {
            ApiExamples.assertShown(run.answer, answer);
        }
    }

    @Test
    void aBodyThatBreaksOffIsShown() {
        GatewayAnswer answer = post(CONTACTS + "create", "{\"inputs\":[{\"properties\":{}},{\"properties\":}]}");

        assertEquals(400, answer.status());
        ApiExamples.assertShown("malformed", answer);
    }

    @Test
    void aRequestWithoutATokenIsShown() {
        GatewayAnswer answer = new RawRequest("POST", CONTACTS + "create")
                .with("Content-Type", JSON)
                .body("{}")
                .send();

        assertEquals(401, answer.status());
        ApiExamples.assertShown("noToken", answer);
    }

    @Test
    void aBodyThatIsTooLargeIsShown() {
        GatewayAnswer answer = new RawRequest("POST", CONTACTS + "create")
                .with("Authorization", token)
                .with("Content-Type", JSON)
                .with("Content-Length", "100000000")
                .send();

        assertEquals(413, answer.status());
        ApiExamples.assertShown("tooLarge", answer);
    }

    @Test
    void anotherMethodIsShown() {
        GatewayAnswer answer = GatewayAnswer.of(caller().get(CONTACTS + "create"));

        assertEquals(405, answer.status());
        ApiExamples.assertShown("wrongMethod", answer);
    }

    @Test
    void aPathThatIsNotPassedOnIsShown() {
        GatewayAnswer answer = new RawRequest("GET", "/crm/../settings")
                .with("Authorization", token)
                .send();

        assertEquals(400, answer.status());
        ApiExamples.assertShown("badPath", answer);
    }

    @Test
    void aRecordThatIsPassedOnIsShown() {
        ada(simulator);

        GatewayAnswer answer = GatewayAnswer.of(caller().get("/crm/v3/objects/contacts/171596044869"));

        assertEquals(200, answer.status());
        ApiExamples.assertShown("oneContact", answer);
    }

    @Test
    void noExampleIsWithoutItsRun() {
        Set<String> shown = new TreeSet<>(ELSEWHERE);
        shown.addAll(Set.of("malformed", "noToken", "tooLarge", "wrongMethod", "badPath", "oneContact"));
        runs().flatMap(run -> Stream.of(run.request, run.answer))
                .filter(name -> !name.isEmpty())
                .forEach(shown::add);

        assertEquals(ApiExamples.names(), shown);
    }

    /** It is what the tests read, and is not passed on to HubSpot. */
    @Test
    void theGatewayServesItsDescription() {
        GatewayAnswer answer = GatewayAnswer.of(given().get("/q/openapi"));

        assertEquals(200, answer.status());
        assertEquals("application/yaml", answer.header("Content-Type"));
        assertEquals(ApiDescription.text(), answer.body());
        assertEquals(0, simulator.summary().calls());
    }

    /** Neither is anything else that is asked of it: the caller's token is for HubSpot's paths. */
    @Test
    void noRequestForTheDescriptionReachesHubSpot() {
        assertEquals(200, withToken().head("/q/openapi").statusCode());
        assertEquals(405, withToken().body("{}").post("/q/openapi").statusCode());
        assertEquals(404, withToken().get("/q/openapi/more").statusCode());
        assertEquals(0, simulator.summary().calls());
    }

    @Test
    void swaggerUiIsOffUnlessItIsWanted() {
        assertEquals(404, withToken().get("/q/swagger-ui").statusCode());
        assertEquals(0, simulator.summary().calls());
    }

    private RequestSpecification withToken() {
        return given().header("Authorization", token);
    }
}
