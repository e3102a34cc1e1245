package dev.batchgateway.faults;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(Unreachable.class)
class HubSpotOutOfReachIT extends HubSpotOutOfReachTest {}
