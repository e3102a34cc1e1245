package dev.batchgateway.batch;

import org.jspecify.annotations.Nullable;

/** How one attempt ended. An attempt always ends in one of these; it never throws. */
public sealed interface Reply {
    /** The HTTP status; 0 when there is no answer that can be read. */
    default int status() {
        return 0;
    }

    /**
     * HubSpot worked on the call and said how it went.
     *
     * @param answer what it said
     */
    record Answered(Answer answer) implements Reply {
        @Override
        public int status() {
            return answer.status();
        }
    }

    /**
     * HubSpot answered with anything but a 2xx. What that says about the inputs depends on the status.
     *
     * @param status the HTTP status, 300 to 599
     * @param error the body, when it is a JSON object; null otherwise (an HTML page of a proxy, say)
     * @param policy {@code policyName} of a 429 body (API-FACTS 2.5); empty when there is none
     * @param retryAfterSeconds the {@code Retry-After} header in seconds; -1 when there is none
     */
    record Refused(int status, @Nullable HubSpotError error, String policy, long retryAfterSeconds) implements Reply {}

    /**
     * The call was sent, or may have been, and no readable answer came: a time-out, a cut connection, a 2xx body that
     * cannot be read, an answer there is no memory for. HubSpot may have applied the inputs, or may yet.
     *
     * @param cause for the log, without any part of a body
     * @param isTimeOut whether no answer came in all the time a call may take
     * @param isTooLarge whether one came that was larger than there is memory for, so that a smaller call may do
     */
    record NoAnswer(String cause, boolean isTimeOut, boolean isTooLarge) implements Reply {
        /** One that was not too large. */
        public NoAnswer(String cause, boolean isTimeOut) {
            this(cause, isTimeOut, false);
        }

        /** One that is no time-out, either. */
        public NoAnswer(String cause) {
            this(cause, false, false);
        }
    }

    /**
     * The call never reached HubSpot: no connection, no such host, no TLS. Nothing was applied.
     *
     * @param trust whether the connection failed because it could not be trusted (TLS), which no repeat will mend
     * @param cause for the log
     */
    record NotReached(boolean trust, String cause) implements Reply {}
}
