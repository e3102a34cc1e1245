package dev.batchgateway.faults;

/** How an input ended, as the gateway's answer says (DESIGN section 2). */
public enum Ended {
    /** HubSpot confirmed it. */
    SUCCEEDED,
    /** HubSpot said no to it. */
    REJECTED,
    /** Nobody knows. */
    UNCONFIRMED,
    /** It was never worked on. */
    UNSENT
}
