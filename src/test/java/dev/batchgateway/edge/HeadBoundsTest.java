package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ApiDescription;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the head of a request may be, which the HTTP server judges, and that the description says so. */
@QuarkusTest
class HeadBoundsTest extends GatewayTest {
    private static final String READ = "/crm/v3/objects/contacts/batch/read";
    private static final String OWNERS = "/crm/v3/owners";
    private static final int LONGEST_LINE = 20_000;
    private static final int LONGEST_FIELDS = 20_480;
    private static final int MOST_FIELDS = 100;
    /** {@code Host}, {@code Connection} and {@code Content-Type}. */
    private static final int OTHER_FIELDS = 3;
    /** More than the other fields of a request here have, and the name of the long one. */
    private static final int OTHERS = 300;

    @ParameterizedTest
    @ValueSource(strings = {READ, OWNERS})
    void aRequestLineIsTakenUpToItsBoundAndNotPastIt(String path) {
        assertRead(lineOf(LONGEST_LINE, path));

        assertRefused(414, lineOf(LONGEST_LINE + 1, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {READ, OWNERS})
    void headerFieldsAreTakenUpToTheirBoundAndNotPastIt(String path) {
        assertRead(fieldsOf(LONGEST_FIELDS - OTHERS, path));

        assertRefused(431, fieldsOf(LONGEST_FIELDS, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {READ, OWNERS})
    void aRequestMayHaveSoManyFieldsAndNotOneMore(String path) {
        assertRead(fields(MOST_FIELDS - OTHER_FIELDS, path));

        assertRefused(431, fields(MOST_FIELDS - OTHER_FIELDS + 1, path));
    }

    @Test
    void theBoundsAreDescribed() {
        ApiDescription description = ApiDescription.served();
        for (String prefix : List.of("", "PassedOn")) {
            assertTrue(text(description, prefix + "RequestLineTooLong").contains("more than 20,000 bytes"));
            assertTrue(text(description, prefix + "HeadTooLarge").contains("more than 20,480 bytes"));
            assertTrue(text(description, prefix + "HeadTooLarge").contains("more than 100,"));
        }
    }

    private static String text(ApiDescription description, String response) {
        return description
                .root()
                .at("/components/responses/" + response + "/description")
                .asText();
    }

    /** By the gateway, which gave it an id, whatever HubSpot says to one that is passed on. */
    private static void assertRead(GatewayAnswer answer) {
        assertNotEquals("", answer.header("X-Request-Id"), answer::toString);
    }

    /** Nothing of the gateway's is in it. */
    private static void assertRefused(int status, GatewayAnswer answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertEquals("", answer.body());
        assertEquals("", answer.header("X-Request-Id"));
    }

    private static GatewayAnswer lineOf(int bytes, String path) {
        int others = "POST ".length() + path.length() + "?a=".length() + " HTTP/1.1".length();
        return request(path + "?a=" + "b".repeat(bytes - others)).send();
    }

    private static GatewayAnswer fieldsOf(int bytes, String path) {
        return request(path).with("X-Long", "b".repeat(bytes)).send();
    }

    /** Without a token: a batch is answered by the gateway itself once it has read it. */
    private static GatewayAnswer fields(int number, String path) {
        RawRequest request = request(path);
        for (int i = 0; i < number; i++) {
            request.with("X-" + i, "b");
        }
        return request.send();
    }

    private static RawRequest request(String target) {
        return new RawRequest("POST", target).with("Content-Type", "application/json");
    }
}
