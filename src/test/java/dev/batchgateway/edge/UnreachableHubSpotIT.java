package dev.batchgateway.edge;

import dev.batchgateway.testing.UnreachableHubSpot;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(UnreachableHubSpot.class)
class UnreachableHubSpotIT extends UnreachableHubSpotTest {}
