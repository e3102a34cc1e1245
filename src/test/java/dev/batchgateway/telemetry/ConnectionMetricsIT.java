package dev.batchgateway.telemetry;

import dev.batchgateway.testing.ImpatientGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(ImpatientGateway.class)
class ConnectionMetricsIT extends ConnectionMetricsTest {
    /** Of a packaged program Quarkus does not tell the test where it is; so it is where it is configured to be. */
    @Override
    URI management() {
        return URI.create("http://localhost:9000");
    }
}
