package dev.batchgateway.edge;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id by which a request is found again in the log, in {@code X-Request-Id}: the caller's, if it is short and of
 * harmless characters, else a new one. Every answer has it. For batches it is not passed on to HubSpot, which makes ids
 * of its own for the calls.
 */
public final class RequestIds implements Handler<RoutingContext> {
    static final String HEADER = "X-Request-Id";
    private static final String KEY = RequestIds.class.getName();
    /** What ids are made of (UUIDs, ULIDs, base64, traces), and nothing that could end a line or a quoted text. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._~:+/=-]{1,128}");

    private final Supplier<String> newIds;

    /** @param newIds makes an id for each request that brings none */
    public RequestIds(Supplier<String> newIds) {
        this.newIds = newIds;
    }

    @Override
    public void handle(RoutingContext request) {
        String id = id(request.request().getHeader(HEADER));
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        request.next();
    }

    /** The one of {@code request}, which has passed by here. */
    static String of(RoutingContext request) {
        return Objects.requireNonNullElse(request.<String>get(KEY), "");
    }

    private String id(@Nullable String given) {
        return given != null && SANE.matcher(given).matches() ? given : newIds.get();
    }
}
