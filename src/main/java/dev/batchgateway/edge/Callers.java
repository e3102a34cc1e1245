package dev.batchgateway.edge;

import dev.batchgateway.dispatch.AccountName;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.limit.Turns;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads off a request's headers who sends it with HubSpot's token, for which account, and how urgent it is. */
final class Callers {
    /** Names the app whose budget is spent, as {@code portal/app}; for the gateway alone, never forwarded. */
    static final String ACCOUNT_HEADER = "X-Gateway-Account";

    private Callers() {}

    /** Who sends {@code request}; a {@link Refusal} when the header that names the account cannot be read. */
    static Caller of(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        AccountName account = account(request.getHeader(ACCOUNT_HEADER));
        // Who has no credentials at all has no say in a named account's budget.
        boolean isNobody = authorization == null || authorization.isBlank();
        return new Caller(
                authorization == null ? "" : authorization,
                isNobody ? null : account,
                urgency(request.headers().getAll("Priority")));
    }

    /**
     * The urgency of RFC 9218's {@code Priority}: the {@code u} of a dictionary such as {@code u=1, i}. What cannot be
     * read is ignored, as the RFC asks.
     */
    static int urgency(List<String> headers) {
        int urgency = Turns.USUAL_URGENCY;
        for (String member : String.join(",", headers).split(",", -1)) {
            String value = member.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            // The last one counts (RFC 8941, section 4.2.2).
            urgency = value.matches("u=[0-7]") ? value.charAt(2) - '0' : urgency;
        }
        return urgency;
    }

    private static @Nullable AccountName account(@Nullable String header) {
        return header == null
                ? null
                : AccountName.of(header.strip())
                        .orElseThrow(() -> new Refusal(
                                400,
                                "VALIDATION_ERROR",
                                ACCOUNT_HEADER + " must be portal/app, each of 1 to 64 letters, digits, dots, dashes "
                                        + "and underscores; nothing was sent"));
    }
}
