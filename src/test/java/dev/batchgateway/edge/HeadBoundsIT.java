package dev.batchgateway.edge;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class HeadBoundsIT extends HeadBoundsTest {}
