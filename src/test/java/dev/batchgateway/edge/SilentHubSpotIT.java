package dev.batchgateway.edge;

import dev.batchgateway.testing.SilentHubSpot;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(SilentHubSpot.class)
class SilentHubSpotIT extends SilentHubSpotTest {}
