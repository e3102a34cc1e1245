package dev.batchgateway.faults;

import java.util.HashMap;
import java.util.Map;

/** The same with little time for a batch and few calls for singling out bad inputs. */
public final class TightBounds extends QuickFaults {
    static final int ISOLATION_CALLS = 6;
    static final int DEADLINE_SECONDS = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("gateway.dispatch.max-isolation-calls", String.valueOf(ISOLATION_CALLS));
        overrides.put("gateway.edge.deadline", DEADLINE_SECONDS + "s");
        return overrides;
    }
}
