package dev.batchgateway.edge;

import dev.batchgateway.testing.ForgetfulGateway;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(ForgetfulGateway.class)
class LittleRoomIT extends LittleRoomTest {}
