package dev.batchgateway.dropin;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class NodeSdkIT extends NodeSdkTest {}
