package dev.batchgateway.edge;

import dev.batchgateway.access.AccessWatch;
import dev.batchgateway.access.CallerKeys;
import dev.batchgateway.access.Denial;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.issuer.IssuedTokens;
import dev.batchgateway.issuer.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The gateway holds HubSpot's token; callers show a key of the gateway's or a token of its issuer's, for every path
 * alike, and those stop here. All callers spend the budget of the one app that the token is, so the account a caller
 * names ({@code X-Gateway-Account}) is not looked at.
 */
public final class OwnToken implements Admission {
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +(\\S+) *");

    private final String authorization;
    private final CallerKeys keys;
    private final @Nullable IssuedTokens issued;
    private final AccessWatch watch;

    /**
     * @param accessToken HubSpot's
     * @param keys asked first
     * @param issued asked about what is no key; null when there is no issuer
     * @param watch told who is refused
     */
    public OwnToken(String accessToken, CallerKeys keys, @Nullable IssuedTokens issued, AccessWatch watch) {
        this.authorization = "Bearer " + accessToken;
        this.keys = keys;
        this.issued = issued;
        this.watch = watch;
    }

    @Override
    public Uni<Caller> admit(RoutingContext routing, boolean isBatch) {
        HttpServerRequest request = routing.request();
        List<String> headers = request.headers().getAll("Authorization");
        Matcher bearer = BEARER.matcher(headers.size() == 1 ? headers.get(0) : "");
        if (!bearer.matches()) {
            return Uni.createFrom().failure(denied(Denial.NO_CREDENTIALS));
        }
        Optional<String> key = keys.nameOf(bearer.group(1));
        if (key.isPresent()) {
            return Uni.createFrom().item(caller(request, "key:" + key.get()));
        }
        if (issued == null) {
            return Uni.createFrom().failure(denied(Denial.UNKNOWN_CREDENTIALS));
        }
        return issued.judge(bearer.group(1)).map(verdict -> {
            if (verdict instanceof Verdict.Denied no) {
                throw denied(no.why());
            }
            return caller(request, "subject:" + Accounts.digest(((Verdict.Known) verdict).subject()));
        });
    }

    private Caller caller(HttpServerRequest request, String identity) {
        return new Caller(authorization, null, Callers.urgency(request.headers().getAll("Priority")), identity);
    }

    private Refusal denied(Denial why) {
        watch.denied(why);
        return Denials.refusal(
                why, issued == null ? "a key of this gateway's" : "a key of this gateway's or a token of its issuer's");
    }
}
