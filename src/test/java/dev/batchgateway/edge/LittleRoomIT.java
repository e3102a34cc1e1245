package dev.batchgateway.edge;

import dev.batchgateway.testing.ForgetfulGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(ForgetfulGateway.class)
class LittleRoomIT extends LittleRoomTest {
    /** Of a packaged program Quarkus does not tell the test where it is; so it is where it is configured to be. */
    @Override
    URI management() {
        return URI.create("http://localhost:9000");
    }
}
