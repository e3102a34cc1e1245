package dev.batchgateway.faults;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class SlowCreateIT extends SlowCreateTest {}
