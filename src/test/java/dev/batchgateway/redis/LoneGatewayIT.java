package dev.batchgateway.redis;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class LoneGatewayIT extends LoneGatewayTest {
    /** Of a packaged program Quarkus does not tell the test where it is; so it is where it is configured to be. */
    @Override
    URI management() {
        return URI.create("http://localhost:9000");
    }
}
