package dev.batchgateway.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The tokens that tests have sent, for whoever looks for them in the log. */
public final class UsedTokens {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9_-]+");
    /** Shorter words, and those of letters alone, may be anything: some tests name a path or a type in a token. */
    private static final Pattern TELLING = Pattern.compile("(?=.*[0-9-]).{8,}");

    private UsedTokens() {}

    /** All of them so far, without what stands around them in a header. */
    static Set<String> all() {
        return TestProcess.shared(UsedTokens.class.getName(), ConcurrentHashMap::newKeySet);
    }

    /** An {@code Authorization} that is sent, or a token the gateway was given; it is the answer. */
    public static String used(String authorization) {
        BETWEEN_WORDS
                .splitAsStream(authorization)
                .filter(word -> TELLING.matcher(word).matches())
                .forEach(all()::add);
        return authorization;
    }
}
