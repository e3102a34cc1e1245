package dev.batchgateway.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The tokens that tests have sent, and secrets that gateways were given, for whoever looks for them in the log. */
public final class UsedTokens {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9_-]+");
    /** Shorter words, and those of letters alone, may be anything: some tests name a path or a type in a token. */
    private static final Pattern TELLING = Pattern.compile("(?=.*[0-9-]).{8,}");
    /** A header that shows nothing. */
    private static final Pattern NO_CREDENTIALS = Pattern.compile("\\s*(Bearer)?\\s*");

    private UsedTokens() {}

    /** All of them so far, without what stands around them in a header. */
    static Set<String> all() {
        return TestProcess.shared(UsedTokens.class.getName(), ConcurrentHashMap::newKeySet);
    }

    /**
     * An {@code Authorization} that is sent, or a secret the gateway was given; it is the answer.
     *
     * @throws IllegalArgumentException when nobody could look for it: no word of it has 8 characters and a digit or a
     *     hyphen among them
     */
    public static String used(String secret) {
        List<String> telling = BETWEEN_WORDS
                .splitAsStream(secret)
                .filter(word -> TELLING.matcher(word).matches())
                .toList();
        if (telling.isEmpty() && !NO_CREDENTIALS.matcher(secret).matches()) {
            throw new IllegalArgumentException("Its like may be in any log: " + secret);
        }
        all().addAll(telling);
        return secret;
    }
}
