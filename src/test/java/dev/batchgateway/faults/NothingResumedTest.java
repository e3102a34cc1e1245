package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A gateway that keeps no outcomes promises nothing. */
@QuarkusTest
@TestProfile(NoResume.class)
class NothingResumedTest extends OverHttp {
    @Test
    void aKeyIsRefusedAndAMarkIsNothing() {
        Batch deals = Batch.creates("deals", name, 100);

        Answered keyed = send(deals, "Idempotency-Key", name);
        assertEquals(400, keyed.status());
        assertEquals(0, hubSpot.summary().calls());

        assertEquals(201, send(deals, "X-Stainless-Retry-Count", "1").status());
        assertEquals(201, send(deals, "X-Stainless-Retry-Count", "1").status());
        assertEquals(2, hubSpot.summary().calls());
    }
}
