package dev.batchgateway.openapi;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ExamplesIT extends ExamplesTest {}
