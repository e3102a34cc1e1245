package dev.batchgateway.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Who sends something, and how urgent it is.
 *
 * @param authorization the {@code Authorization} to call HubSpot with; never to be logged
 * @param account what the caller calls the app whose budget is spent; null when it gives no name
 * @param urgency 0 to 7, the lower the more turns (RFC 9218)
 * @param identity who it is among the gateway's callers, whose bounds are each caller's own: no credential, though it
 *     may be a digest of one
 */
public record Caller(String authorization, @Nullable AccountName account, int urgency, String identity) {
    /** A caller who is known by its token alone. */
    public Caller(String authorization, @Nullable AccountName account, int urgency) {
        this(authorization, account, urgency, Accounts.digest(authorization));
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "Caller[" + identity + ", urgency " + urgency + "]";
    }
}
