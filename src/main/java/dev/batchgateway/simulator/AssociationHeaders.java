package dev.batchgateway.simulator;

/** Which ten-secondly rate headers association calls carry; not established (API-FACTS 2.3, 9.9). */
public enum AssociationHeaders {
    /** None. */
    NONE,
    /** Those of the app's window for object calls, in which association calls are not counted. */
    OBJECTS,
    /** Those of their own window. */
    OWN
}
