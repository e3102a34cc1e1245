package dev.batchgateway.simulator;

/** A body HubSpot cannot read; the message is HubSpot's (API-FACTS 3.2, EXAMPLES 34). */
final class MalformedBody extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;

    MalformedBody(String words) {
        super(words);
        this.words = words;
    }

    /** The message, which is never null. */
    String words() {
        return words;
    }
}
