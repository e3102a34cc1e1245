package dev.batchgateway.edge;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class Http2CallersIT extends Http2CallersTest {}
