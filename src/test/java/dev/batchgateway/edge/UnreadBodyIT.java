package dev.batchgateway.edge;

import dev.batchgateway.testing.SmallGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(SmallGateway.class)
class UnreadBodyIT extends UnreadBodyTest {}
