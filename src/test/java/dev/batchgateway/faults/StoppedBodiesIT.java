package dev.batchgateway.faults;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(QuickFaults.class)
class StoppedBodiesIT extends StoppedBodiesTest {}
