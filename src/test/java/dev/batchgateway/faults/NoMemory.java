package dev.batchgateway.faults;

import java.util.HashMap;
import java.util.Map;

/** A gateway whose waits are short, and that has room to remember that there was a batch, but not what became of it. */
public final class NoMemory extends QuickFaults {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.edge.max-resume", "2000");
        return overrides;
    }
}
