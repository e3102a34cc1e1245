package dev.batchgateway.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Who sends something, and how urgent it is.
 *
 * @param authorization the {@code Authorization} to call HubSpot with; never to be logged
 * @param account what the caller calls the app whose budget is spent; null when it gives no name
 * @param urgency 0 to 7, the lower the more turns (RFC 9218)
 */
public record Caller(String authorization, @Nullable AccountName account, int urgency) {
    /** Without the credentials. */
    @Override
    public String toString() {
        return "Caller[" + Accounts.digest(authorization) + ", urgency " + urgency + "]";
    }
}
