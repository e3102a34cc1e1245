package dev.batchgateway.edge;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which form a caller sends its inputs, and in which it wants the answer. */
final class MediaTypes {
    static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";

    private MediaTypes() {}

    /**
     * Whether a body comes in lines; otherwise it is JSON.
     *
     * @param contentType the header, null when there is none: then it is JSON
     */
    static boolean isLines(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=")
                    && !parameter.replace("utf8", "utf-8").equals("charset=utf-8")) {
                throw unsupported();
            }
        }
        return switch (parts[0].strip()) {
            case NDJSON -> true;
            case JSON -> false;
            default -> throw unsupported();
        };
    }

    /** Whether the answer is wanted in lines: only who names them gets them (RFC 9110, 12.5.1). */
    static boolean wantsLines(List<String> accept) {
        double lines = -1;
        double json = -1;
        for (String range : String.join(",", accept).toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equals(NDJSON)) {
                lines = quality(parts);
            } else if (parts[0].strip().equals(JSON)) {
                json = quality(parts);
            }
        }
        return lines > 0 && lines >= json;
    }

    private static double quality(String[] range) {
        for (int i = 1; i < range.length; i++) {
            String parameter = range[i].strip();
            if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }

    private static Refusal unsupported() {
        return new Refusal(415, "VALIDATION_ERROR", "The body must be " + JSON + " or " + NDJSON + ", in UTF-8");
    }
}
