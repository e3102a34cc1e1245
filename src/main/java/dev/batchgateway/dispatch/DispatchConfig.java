package dev.batchgateway.dispatch;

/**
 * What bounds one batch on its way.
 *
 * @param maxCallBytes most bytes of inputs in one call; a larger input goes alone
 * @param maxIsolationCalls most calls a batch may spend on finding the inputs HubSpot refuses
 * @param lateNanos how long HubSpot may still be working on a call it has not answered (100 s, API-FACTS 2.2)
 * @param lingerNanos how long the inputs of a stream wait for others before they leave in a call that is not full
 */
public record DispatchConfig(long maxCallBytes, int maxIsolationCalls, long lateNanos, long lingerNanos) {}
