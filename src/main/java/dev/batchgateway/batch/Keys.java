package dev.batchgateway.batch;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When two keys mean the same record. HubSpot lower-cases e-mails (API-FACTS 1.6) and takes ids as numbers or strings
 * (1.5); whether it compares other values by case is not established (9.6), so they are equal only to the letter.
 */
public final class Keys {
    /** Stands in a key between a record and the page asked for of its associations. */
    static final char PAGE = '\0';

    private Keys() {}

    /** {@code key} without the page: what the inputs have in common that may not be in one call together. */
    static String withoutPage(String key) {
        int page = key.indexOf(PAGE);
        return page < 0 ? key : key.substring(0, page);
    }

    /** The form in which equal keys are equal texts: an e-mail trimmed and in lower case, anything else as it is. */
    public static String canonical(@Nullable String idProperty, String id) {
        boolean isEmail = "email".equals(idProperty) || id.indexOf('@') >= 0;
        return isEmail ? loose(id) : id;
    }

    /** The form HubSpot may have normalised a value to: trimmed and in lower case. For a second, looser comparison. */
    public static String loose(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether {@code idProperty} names the record id itself. */
    public static boolean isRecordId(@Nullable String idProperty) {
        return idProperty == null || idProperty.isEmpty() || Objects.equals(idProperty, "hs_object_id");
    }
}
