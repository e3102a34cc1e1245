package dev.batchgateway.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A gateway whose waits are short, and that forgets who left after a few seconds. */
public final class ShortMemory extends QuickFaults {
    /** How long records are kept. */
    static final Duration RESUME = Duration.ofSeconds(5);

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.edge.resume", RESUME.toString());
        return overrides;
    }
}
