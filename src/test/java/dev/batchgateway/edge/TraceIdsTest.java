package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.WrittenInput;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** {@code objectWriteTraceId}: every input goes out with one of its own, and comes back with what the caller gave it. */
@QuarkusTest
class TraceIdsTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final int SIZE = 103;

    @Test
    void inputsWithoutOneGetOneOnTheWayOutAndLoseItOnTheWayBack() {
        GatewayAnswer answer = post(CREATE, Batches.of(SIZE, Batches::newContact));

        assertEquals(Batches.texts(SIZE, Batches::email), answer.properties("email"));
        assertFalse(answer.body().contains("objectWriteTraceId"), answer.body());
        List<WrittenInput> writes = simulator.writesContaining("");
        assertEquals(SIZE, writes.size());
        assertEquals(
                SIZE,
                writes.stream()
                        .filter(write -> !write.traceId().isEmpty())
                        .map(write -> write.call() + " " + write.traceId())
                        .distinct()
                        .count());
    }

    @Test
    void theCallersOwnGoOutAndComeBack() {
        GatewayAnswer answer = post(CREATE, Batches.of(SIZE, position -> traced(position, "mine-" + position)));

        assertEquals(Batches.texts(SIZE, position -> "mine-" + position), answer.fields("objectWriteTraceId"));
        for (WrittenInput write : simulator.writesContaining("")) {
            assertTrue(write.traceId().startsWith("mine-"), write.raw());
        }
    }

    @Test
    void duplicatesAreToldApartOnTheWayOutAndComeBackAsTheyWere() {
        IntFunction<String> trace = position -> "same-" + position % 2;

        GatewayAnswer answer = post(CREATE, Batches.of(SIZE, position -> traced(position, trace.apply(position))));

        assertEquals(201, answer.status(), answer.body());
        assertEquals(Batches.texts(SIZE, trace), answer.fields("objectWriteTraceId"));
        assertEquals(Batches.texts(SIZE, Batches::email), answer.properties("email"));
        assertEquals(2, answer.count("Calls"));
    }

    @Test
    void onesOnSomeInputsOnlyStayOnThese() {
        IntFunction<String> input =
                position -> position % 3 == 0 ? traced(position, "t" + position) : Batches.newContact(position);

        GatewayAnswer answer = post(CREATE, Batches.of(SIZE, input));

        assertEquals(
                Batches.texts(SIZE, position -> position % 3 == 0 ? "t" + position : "null"),
                answer.fields("objectWriteTraceId"));
        assertEquals(Batches.texts(SIZE, Batches::email), answer.properties("email"));
    }

    @Test
    void onesThatLookLikeOursOrAreEmptyDisturbNothing() {
        List<String> own = List.of("gw0", "gw2", "gw1", "", "gw4");

        GatewayAnswer answer = post(
                CREATE,
                Batches.of(
                        2 * own.size(),
                        position -> position < own.size()
                                ? traced(position, own.get(position))
                                : Batches.newContact(position)));

        assertEquals(201, answer.status(), answer.body());
        assertEquals(Batches.texts(2 * own.size(), Batches::email), answer.properties("email"));
        assertEquals(own, answer.fields("objectWriteTraceId").subList(0, own.size()));
        assertEquals(
                List.of("null", "null", "null", "null", "null"),
                answer.fields("objectWriteTraceId").subList(own.size(), 2 * own.size()));
    }

    @Test
    void errorsNameTheCallersOwn() {
        GatewayAnswer answer = post(
                CREATE,
                Batches.of(
                        SIZE,
                        position -> position % 50 == 7
                                ? "{\"objectWriteTraceId\":\"again\",\"properties\":{\"email\":\"invalid-format\"}}"
                                : traced(position, "again")));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(List.of(List.of("again"), List.of("again")), answer.contexts("objectWriteTraceId"));
        assertEquals(List.of(List.of("7"), List.of("57")), answer.contexts("position"));
    }

    @Test
    void errorsOfInputsWithoutOneNameNone() {
        GatewayAnswer answer =
                post(CREATE, Batches.of("{\"properties\":{\"email\":\"invalid-format\"}}", Batches.newContact(1)));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(List.of(List.of()), answer.contexts("objectWriteTraceId"));
        assertNotEquals("", simulator.writesContaining("").get(0).traceId());
    }

    private static String traced(int position, String trace) {
        return Batches.newContact(position).replaceFirst("\\{", "{\"objectWriteTraceId\":\"" + trace + "\",");
    }
}
