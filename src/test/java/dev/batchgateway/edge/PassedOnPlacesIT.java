package dev.batchgateway.edge;

import dev.batchgateway.testing.FewPassedOn;
import dev.batchgateway.testing.ProgramLog;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;

/** The same against the packaged program. */
@QuarkusIntegrationTest
@TestProfile(FewPassedOn.class)
class PassedOnPlacesIT extends PassedOnPlacesTest {
    /** What its program has written. */
    @Override
    List<String> told() {
        return ProgramLog.lines(TOLD);
    }
}
