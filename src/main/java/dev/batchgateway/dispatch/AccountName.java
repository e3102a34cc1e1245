package dev.batchgateway.dispatch;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller calls the app whose budget its calls spend ({@code X-Gateway-Account}). Apps of OAuth get a new token
 * every half hour; by a name their budget outlives it.
 *
 * @param portal the HubSpot account, whose daily quota all its apps share
 * @param app the app in it, whose budget of calls in ten seconds is its own
 */
public record AccountName(String portal, String app) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,64})/([A-Za-z0-9._-]{1,64})");

    /** Reads {@code portal/app}, each of 1 to 64 letters, digits, dots, dashes and underscores; empty if it is not. */
    public static Optional<AccountName> of(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? Optional.of(new AccountName(form.group(1), form.group(2))) : Optional.empty();
    }
}
