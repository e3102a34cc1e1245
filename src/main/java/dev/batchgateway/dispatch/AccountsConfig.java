package dev.batchgateway.dispatch;

/**
 * How accounts begin, and what bounds them.
 *
 * @param objects how object lanes begin
 * @param associations how association lanes begin
 * @param maxInFlight most calls under way over all accounts
 * @param dailyReserve calls of each HubSpot account's day that are left to others; 0 for none
 * @param replicas gateways that share a budget while the store is lost, if no more have been counted; at least 1
 */
public record AccountsConfig(
        LaneConfig objects, LaneConfig associations, int maxInFlight, long dailyReserve, int replicas) {
    /** Refuses values out of range with a sentence that names the key. */
    public AccountsConfig {
        if (dailyReserve < 0) {
            throw new IllegalArgumentException("gateway.limit.daily-reserve must be at least 0, not " + dailyReserve);
        }
        if (replicas < 1) {
            throw new IllegalArgumentException("gateway.limit.replicas must be at least 1, not " + replicas);
        }
    }
}
