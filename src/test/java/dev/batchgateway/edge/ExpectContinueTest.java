package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code Expect: 100-continue}: curl sends it with every larger body, and waits a second when nobody answers it. */
@QuarkusTest
class ExpectContinueTest extends GatewayTest {
    @Test
    void aBatchIsAskedFor() {
        RawRequest request = request("/crm/v3/objects/contacts/batch/create", token);

        assertEquals(201, request.sendWhenAsked().status());
        assertEquals(3, onlyCall().inputs());
    }

    @Test
    void whatIsForwardedIsAskedFor() {
        RawRequest request = request("/crm/v3/objects/contacts/search", token);

        assertEquals(200, request.sendWhenAsked().status());
        assertEquals(Batches.of(3, Batches::newContact), onlyCall().body());
    }

    @Test
    void aBatchThatIsRefusedAnywayIsNotAskedFor() {
        RawRequest request = request("/crm/v3/objects/contacts/batch/create", " ");

        AssertionError error = assertThrows(AssertionError.class, request::sendWhenAsked);

        assertTrue(String.valueOf(error.getMessage()).contains("HTTP/1.1 401 "), error.getMessage());
        assertEquals(List.of(), simulator.calls());
    }

    private static RawRequest request(String path, String authorization) {
        String body = Batches.of(3, Batches::newContact);
        return new RawRequest("POST", path)
                .with("Authorization", authorization)
                .with("Content-Type", "application/json")
                .with("Content-Length", String.valueOf(body.length()))
                .body(body);
    }
}
