package dev.batchgateway.simulator;

import java.util.HashMap;
import java.util.Map;

/** One {@link TokenBudget} per token (API-FACTS 2.3 says burst per app; here an app is its token). */
final class Budgets {
    private final Map<String, TokenBudget> byDigest = new HashMap<>();
    private final SimulatorSettings settings;

    Budgets(SimulatorSettings settings) {
        this.settings = settings;
    }

    TokenBudget of(Caller caller) {
        return byDigest.computeIfAbsent(caller.digest(), digest -> new TokenBudget(settings));
    }
}
