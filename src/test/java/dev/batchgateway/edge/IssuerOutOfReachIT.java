package dev.batchgateway.edge;

import dev.batchgateway.testing.IssuerOutOfReach;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(IssuerOutOfReach.class)
class IssuerOutOfReachIT extends IssuerOutOfReachTest {}
