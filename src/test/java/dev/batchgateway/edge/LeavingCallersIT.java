package dev.batchgateway.edge;

import dev.batchgateway.testing.NarrowGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(NarrowGateway.class)
class LeavingCallersIT extends LeavingCallersTest {}
