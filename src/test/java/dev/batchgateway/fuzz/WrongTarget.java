package dev.batchgateway.fuzz;

/** A reader with a mistake: it cannot read an object that has a member. */
public final class WrongTarget {
    private WrongTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Seen seen = ScannedLikeJackson.check(bytes);
        if (seen != null && !seen.members().isEmpty()) {
            throw new IllegalStateException("found");
        }
    }
}
