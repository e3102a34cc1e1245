package dev.batchgateway.edge;

/** What requests are told that are too large, or come when there is no room for them. */
final class Refusals {
    private static final String OTHERWISE = "; send it in several batches, or as " + MediaTypes.NDJSON
            + " with Accept: " + MediaTypes.NDJSON + ", which has no such limit. Nothing was sent";
    private static final int RETRY_FULL_SECONDS = 5;

    private Refusals() {}

    static Refusal tooLarge(long maxBody) {
        return new Refusal(413, "VALIDATION_ERROR", "A batch has at most " + maxBody + " bytes here" + OTHERWISE)
                .with("maxBody", maxBody);
    }

    static Refusal tooMany(int maxInputs) {
        return new Refusal(413, "VALIDATION_ERROR", "A batch has at most " + maxInputs + " inputs here" + OTHERWISE)
                .with("maxInputs", maxInputs);
    }

    /** Even alone it would find no room. */
    static Refusal neverFits(long most) {
        return new Refusal(
                        413,
                        "VALIDATION_ERROR",
                        "The gateway has memory for batches of at most " + most
                                + " bytes, what it keeps beside each input's included (gateway.edge.max-held and"
                                + " max-held-per-caller)" + OTHERWISE)
                .with("maxHeld", most);
    }

    static Refusal takesTooLong(long seconds, long allowedSeconds) {
        return new Refusal(
                        413,
                        "VALIDATION_ERROR",
                        "At HubSpot's rate limit this batch takes at least " + seconds
                                + " s, and a batch answered in JSON may take " + allowedSeconds + " s here"
                                + OTHERWISE)
                .with("leastSeconds", seconds);
    }

    /** Whoever comes again after so many seconds may be served. */
    static Refusal notNow(String why, int retryAfterSeconds) {
        return new Refusal(503, "UNSENT", why + "; nothing was sent, and it is safe to send again")
                .withHeader("Retry-After", String.valueOf(retryAfterSeconds));
    }

    /**
     * @param isCallersBound whether it is the caller's part that is full, and not all
     * @param whom for whom there is no memory
     */
    static Refusal noRoom(boolean isCallersBound, String whom) {
        String whose = isCallersBound ? "This caller's batches fill" : "The batches under way fill";
        return notNow(whose + " the memory there is for " + whom, RETRY_FULL_SECONDS);
    }
}
