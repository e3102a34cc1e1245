package dev.batchgateway.edge;

import dev.batchgateway.testing.StallingGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(StallingGateway.class)
class StreamBoundsIT extends StreamBoundsTest {}
