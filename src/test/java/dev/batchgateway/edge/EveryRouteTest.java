package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotCaller;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.SimulatorResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path of DESIGN section 3 in every version, for object types of every kind: as HubSpot, and in one call. */
@QuarkusTest
class EveryRouteTest extends GatewayTest {
    private static final int SIZE = 3;
    private static final List<String> DATES = List.of("2026-03", "2026-09", "2026-09-beta");
    private static final List<String> TYPES =
            List.of("contacts", "quotes", "line_items", "partner_services", "0-14", "2-12345", "p123_car");
    private static final List<String> PAIRS =
            List.of("quotes/line_items", "contacts/companies", "0-14/2-12345", "partner_services/p123_car");

    /** An operation on objects: an input of it and its usual status. */
    private record Usual(IntFunction<String> input, int status) {}

    private static final Map<String, Usual> OBJECT_OPERATIONS = Map.of(
            "create", new Usual(position -> "{\"properties\":{\"hs_title\":\"T" + position + "\"}}", 201),
            "read", new Usual(Batches::onlyId, 200),
            "update", new Usual(Batches::change, 200),
            "upsert", new Usual(Batches::upsert, 200),
            "archive", new Usual(Batches::onlyId, 204));

    private static final String NAMED = ",\"type\":\"quote_to_line_item\"";
    private static final String LABELLED =
            ",\"types\":[{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":36}]";

    @ParameterizedTest
    @MethodSource("objectPaths")
    void objectsAreServedAsAtHubSpotInOneCall(String path, IntFunction<String> input, int status) {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        GatewayAnswer answer = post(path, Batches.of(SIZE, input));

        assertServed(answer, path, status);
    }

    static Stream<Arguments> objectPaths() {
        Stream<String> roots = Stream.concat(
                Stream.of("/crm/v3/objects/", "/crm/objects/v3/"),
                DATES.stream().map(date -> "/crm/objects/" + date + "/"));
        return roots.flatMap(root -> TYPES.stream().map(type -> root + type + "/batch/"))
                .flatMap(batch -> OBJECT_OPERATIONS.entrySet().stream()
                        .map(each -> arguments(
                                batch + each.getKey(),
                                each.getValue().input(),
                                each.getValue().status())));
    }

    @ParameterizedTest
    @MethodSource("associationPaths")
    void associationsAreServedAsAtHubSpotInOneCall(String path, IntFunction<String> input, int status) {
        GatewayAnswer answer = post(path, Batches.of(SIZE, input));

        assertServed(answer, path, status);
    }

    static Stream<Arguments> associationPaths() {
        return PAIRS.stream()
                .flatMap(pair -> Stream.concat(
                        Stream.of(
                                arguments("/crm/v3/associations/" + pair + "/batch/create", pairs(NAMED), 201),
                                arguments("/crm/v3/associations/" + pair + "/batch/archive", pairs(NAMED), 204)),
                        Stream.concat(Stream.of("v4"), DATES.stream())
                                .flatMap(version -> labelledPaths(version, pair))));
    }

    private static Stream<Arguments> labelledPaths(String version, String pair) {
        boolean isV4 = version.equals("v4");
        String batch = (isV4 ? "/crm/v4/associations/" : "/crm/associations/" + version + "/") + pair + "/batch/";
        int archived = isV4 ? 204 : 200;
        return Stream.of(
                arguments(batch + "create", pairs(LABELLED), version.startsWith("2026-09") ? 200 : 201),
                arguments(batch + "associate/default", pairs(""), 200),
                archive(batch, EveryRouteTest::toList, archived),
                arguments(batch + "labels/archive", pairs(LABELLED), archived));
    }

    private static Arguments archive(String batch, IntFunction<String> input, int status) {
        return arguments(batch + "archive", input, status);
    }

    @ParameterizedTest
    @MethodSource("associationBatches")
    void associationsAreReadAsAtHubSpotInOneCall(String batch, String more) {
        new HubSpotCaller(SimulatorResource.url(), "seed").post(batch + "create", Batches.of(SIZE, pairs(more)));

        GatewayAnswer answer =
                post(batch + "read", Batches.of(SIZE, position -> "{\"id\":\"" + Batches.from(position) + "\"}"));

        assertUsual(answer, 200);
        assertEquals(2, simulator.calls().size(), "one to create, one to read");
        assertForwarded(batch + "read", 200, simulator.calls().get(1));
    }

    static Stream<Arguments> associationBatches() {
        return PAIRS.stream()
                .flatMap(pair -> Stream.concat(
                        Stream.of(
                                arguments("/crm/v3/associations/" + pair + "/batch/", NAMED),
                                arguments("/crm/v4/associations/" + pair + "/batch/", LABELLED)),
                        DATES.stream()
                                .map(date ->
                                        arguments("/crm/associations/" + date + "/" + pair + "/batch/", LABELLED))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/crm/v3/objects/quotes/batch/read?archived=false",
                "/crm/objects/2026-09-beta/0-14/batch/read?a=%41%2c%2F+b%20c&a=2&&flag&e=%C3%A9",
                "/crm/v3/associations/quotes/contacts/batch/read?&=&",
                "/crm/v4/associations/quotes/contacts/batch/read?x=..%2f..&y=a/b?c;d=@:!$'()*"
            })
    void queryParametersGoOutAsTheyCameIn(String path) {
        String answer = new RawRequest("POST", path)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .body(Batches.of(SIZE, Batches::onlyId))
                .send()
                .body();

        assertEquals(path, onlyCall().path(), answer);
    }

    private void assertServed(GatewayAnswer answer, String path, int status) {
        assertUsual(answer, status);
        assertForwarded(path, status, onlyCall());
    }

    private static void assertUsual(GatewayAnswer answer, int status) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(1, answer.count("Calls"));
        assertEquals(0, answer.count("Retries"));
        assertEquals(SIZE, answer.count("Succeeded"));
    }

    private static void assertForwarded(String path, int status, ReceivedCall call) {
        assertEquals("POST", call.method());
        assertEquals(path, call.path());
        assertEquals(SIZE, call.inputs());
        assertEquals(status, call.status());
    }

    private static String toList(int position) {
        return "{\"from\":{\"id\":\"" + Batches.from(position) + "\"},\"to\":[{\"id\":\"" + Batches.to(position)
                + "\"}]}";
    }

    private static IntFunction<String> pairs(String more) {
        return position -> Batches.pair(position, more);
    }
}
