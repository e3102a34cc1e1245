package dev.batchgateway.edge;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is unusable as a whole; nothing of it was sent to HubSpot. Becomes an answer in HubSpot's error
 * shape in {@link EdgeErrors}. Has no stack trace: it describes the request, not our code.
 */
public final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String category;
    private final transient Map<String, String> context = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param status the HTTP status, 4xx or 5xx
     * @param category HubSpot's category that fits best
     * @param message a sentence without a full stop
     */
    public Refusal(int status, String category, String message) {
        super(message, null, false, false);
        this.status = status;
        this.category = category;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "VALIDATION_ERROR", message);
    }

    Refusal with(String name, Object value) {
        context.put(name, String.valueOf(value));
        return this;
    }

    Refusal withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String category() {
        return category;
    }

    /** More about the place: each becomes a list of one text. */
    Map<String, String> context() {
        return context;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The message, which is always there. */
    String text() {
        return String.valueOf(getMessage());
    }
}
