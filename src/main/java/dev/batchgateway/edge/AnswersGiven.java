package dev.batchgateway.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each request how it was answered, once its answer is over: the status that went out, and whose word it was. A
 * request filter, so that no answer is left out, whoever gives it; but for those that Vert.x gives to what it cannot read
 * (400, 414, 431), and Quarkus in the end (503), which come to no filter.
 */
public final class AnswersGiven implements Handler<RoutingContext> {
    /** What was asked for: a batch. */
    static final String BATCH = "batch";

    /** A call to be passed on. */
    static final String PASSED_ON = "passed_on";

    private static final String KIND = AnswersGiven.class.getName() + ".kind";
    private static final String CATEGORY = AnswersGiven.class.getName() + ".category";
    private static final String CUT = "cut";
    private static final int BAD_REQUEST = 400;
    /** Of a request whose connection had ended before its answer began: what nginx calls it. */
    private static final int NOBODY_THERE = 499;

    private final Watch watch;

    /** Told of each answer; for those who count. Called on event loops, and must not wait. */
    @FunctionalInterface
    public interface Watch {
        /**
         * A request's answer is over.
         *
         * @param kind {@code batch}, {@code passed_on}, or {@code other} for what was refused before it was known, and for
         *     what is not HubSpot's
         * @param status that went out; 499 when the connection had ended before
         * @param category in lower case: of a refusal of the gateway's own that of its body; {@code hubspot} for HubSpot's
         *     refusals, {@code unknown} for those of Quarkus and of the pages under {@code /q/}, {@code cut} for an answer
         *     that was broken off, {@code left} when the connection ended before the answer did, {@code none} for all
         *     others
         */
        void answered(String kind, int status, String category);
    }

    /** @param watch told of each answer */
    public AnswersGiven(Watch watch) {
        this.watch = watch;
    }

    /** What {@code request} asks for is known. */
    static void asks(RoutingContext request, String kind) {
        request.put(KIND, kind);
    }

    /** The gateway's own answer to {@code request} says why it has failed. */
    static void fails(RoutingContext request, Throwable failure) {
        request.put(CATEGORY, EdgeErrors.refusal(failure).category().toLowerCase(Locale.ROOT));
    }

    /** The answer to {@code request} had begun, and is broken off. */
    static void cuts(RoutingContext request) {
        request.put(CATEGORY, CUT);
    }

    @Override
    public void handle(RoutingContext request) {
        request.addEndHandler(over -> tell(request, over.succeeded()));
        request.next();
    }

    private void tell(RoutingContext request, boolean isWhole) {
        HttpServerResponse response = request.response();
        boolean hasBegun = isWhole || response.headWritten();
        int status = hasBegun ? response.getStatusCode() : NOBODY_THERE;
        String kind = request.get(KIND, "other");
        watch.answered(kind, status, category(request.<String>get(CATEGORY), isWhole, status, kind));
    }

    private static String category(@Nullable String said, boolean isWhole, int status, String kind) {
        if (!isWhole) {
            return CUT.equals(said) ? CUT : "left";
        }
        if (said != null) {
            return said;
        }
        return status < BAD_REQUEST ? "none" : kind.equals("other") ? "unknown" : "hubspot";
    }
}
