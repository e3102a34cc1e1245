package dev.batchgateway.batch;

/** Why the gateway itself could not say succeeded or rejected: the {@code subCategory} of its own errors. */
public enum Reason {
    /** The connection was cut, timed out or broke off before a readable answer. */
    NO_ANSWER("HubSpot was asked, but no readable answer came; what became of this input is not known"),
    /** HubSpot's answer names neither a result nor an error for the input. */
    NOT_MENTIONED("HubSpot's answer does not mention this input"),
    /** HubSpot answered with a server error, and repeating did not help or was not safe. */
    UPSTREAM_ERROR("HubSpot answered with a server error; what became of this input is not known"),
    /** HubSpot could not be reached at all. */
    UPSTREAM_UNREACHABLE("HubSpot could not be reached; this input was not sent"),
    /** HubSpot's certificate or TLS was not accepted. */
    UPSTREAM_UNTRUSTED("No trustworthy TLS connection to HubSpot could be made; this input was not sent"),
    /** HubSpot kept answering that it is busy or locked. */
    UPSTREAM_BUSY("HubSpot refused to work on this input at this time; nothing was written"),
    /** HubSpot is moving the account's data (477). */
    MIGRATION("HubSpot is migrating this account; this input was not worked on"),
    /** The time allowed for the batch was over. */
    DEADLINE("The time for this batch was over before this input was sent"),
    /** The account's daily quota is used up. */
    DAILY_LIMIT("The daily limit of the HubSpot account is reached; this input was not sent"),
    /** HubSpot refused the token, or its scopes. */
    CREDENTIALS_REFUSED("HubSpot refused the token it was called with; this input was not sent"),
    /** HubSpot refused the batch as such. */
    BATCH_REFUSED("HubSpot refused the whole batch; this input was not sent"),
    /** It shared a refused call, and the bound on extra calls was reached before it stood alone. */
    NOT_ISOLATED("HubSpot refused a call that held this input, and it was not sent alone; nothing was written"),
    /** An earlier input with the same key may still be at work. */
    EARLIER_UNCONFIRMED("An earlier input with the same key has no answer yet; this input was not sent"),
    /** No room to hold more answers. */
    NO_ROOM("The gateway has no room for more answers; this input was not sent"),
    /** Neither the caller nor HubSpot moved. */
    STALLED("The stream stood still for too long before this input was sent"),
    /** The gateway is shutting down. */
    SHUTDOWN("The gateway is shutting down; this input was not sent"),
    /** The caller closed the connection. */
    CALLER_LEFT("The caller left before this input was sent");

    private final String message;

    Reason(String message) {
        this.message = message;
    }

    /** The {@code subCategory} callers see. */
    public String subCategory() {
        return "gateway." + name();
    }

    /** A sentence for the caller, without a full stop. */
    public String message() {
        return message;
    }
}
