package dev.batchgateway.faults;

import java.util.HashMap;
import java.util.Map;

/** A gateway whose waits are short, and that serves two batches at a time. */
public final class TwoBatches extends QuickFaults {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.edge.max-batches", "2");
        return overrides;
    }
}
