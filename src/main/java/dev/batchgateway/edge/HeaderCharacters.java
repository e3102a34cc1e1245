package dev.batchgateway.edge;

import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * What a header may be made of (RFC 9110, 5.1 and 5.5). The server checks that of HTTP/1.1 alone, and what comes by HTTP/2
 * and is none could be sent to nobody: it is refused before anything else is done with it.
 */
final class HeaderCharacters {
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private HeaderCharacters() {}

    /** Throws the {@link Refusal} of a request with such {@code headers}, which holds no value of them. */
    static void check(MultiMap headers) {
        for (Map.Entry<String, String> header : headers) {
            if (!isName(header.getKey())) {
                throw Refusal.badRequest(
                        "The name of a header holds a character that HTTP does not allow there;" + " nothing was sent");
            }
            if (!isValue(header.getValue())) {
                throw Refusal.badRequest("The value of a header holds a control character; nothing was sent")
                        .with("header", header.getKey());
            }
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || TOKEN.indexOf(c) >= 0);
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t');
    }
}
