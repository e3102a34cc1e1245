package dev.batchgateway.faults;

import java.util.HashMap;
import java.util.Map;

/** A gateway whose waits are short, and that is told to keep no outcomes. */
public final class NoResume extends QuickFaults {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.edge.resume", "0");
        return overrides;
    }
}
