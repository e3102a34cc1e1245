package dev.batchgateway.access;

/** Why a caller is not let in; nothing of its request was read but the head. */
public enum Denial {
    /** It shows no credentials, or more than one. */
    NO_CREDENTIALS,
    /** Its key is none of the gateway's, or its token is not one the issuer gave for this gateway and that is valid now. */
    UNKNOWN_CREDENTIALS,
    /** Its token is the issuer's, without the role that is asked for. */
    NO_ROLE,
    /** Its token cannot be judged: the issuer, who knows the keys, is not to be had. */
    ISSUER_OUT_OF_REACH
}
