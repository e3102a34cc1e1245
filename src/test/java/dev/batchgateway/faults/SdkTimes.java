package dev.batchgateway.faults;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/**
 * The times of HubSpot and of its newer SDKs (API-FACTS 2.2 and 4): forty times as short, or with
 * {@code -Dslow.create=full} as they are.
 */
public final class SdkTimes implements QuarkusTestProfile {
    private static final boolean IS_FULL = "full".equals(System.getProperty("slow.create"));
    private static final int SHORTER = 40;

    /** A time as it really is, or as much shorter as these tests make it. */
    static Duration of(Duration real) {
        return IS_FULL ? real : real.dividedBy(SHORTER);
    }

    /** At full scale those of a gateway that nobody has configured, but for the rate. */
    @Override
    public Map<String, String> getConfigOverrides() {
        return IS_FULL
                ? Map.of("gateway.limit.permits", "100000")
                : Map.of("gateway.limit.permits", "100000", "gateway.dispatch.attempt-timeout", "4s");
    }
}
