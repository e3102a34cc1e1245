package dev.batchgateway.tracing;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class TracedBatchIT extends TracedBatchTest {}
