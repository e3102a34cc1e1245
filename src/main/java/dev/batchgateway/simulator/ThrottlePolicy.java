package dev.batchgateway.simulator;

/** Which limit a 429 names (API-FACTS 2.5). */
public enum ThrottlePolicy {
    /** The rolling ten seconds: {@code policyName} TEN_SECONDLY_ROLLING (EXAMPLES 36). */
    TEN_SECONDLY,
    /** The day: {@code policyName} DAILY (EXAMPLES 35). */
    DAILY,
    /** The second, as search is limited: {@code category} RATE_LIMITS and no policy (EXAMPLES 37). */
    SECONDLY,
    /** A policy nobody has seen yet. */
    UNKNOWN
}
