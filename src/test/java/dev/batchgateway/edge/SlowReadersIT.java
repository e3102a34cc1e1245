package dev.batchgateway.edge;

import dev.batchgateway.testing.FewConnections;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(FewConnections.class)
class SlowReadersIT extends SlowReadersTest {}
