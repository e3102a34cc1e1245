package dev.batchgateway.simulator;

import java.util.List;
import java.util.Set;

/** The settings that choose between forms of HubSpot's behaviour, and what the simulator remembers. */
public final class Behaviour {
    /** Whether results carry the {@code objectWriteTraceId} of their input; seen both ways (API-FACTS 3.7). */
    public static final Setting<Boolean> ECHO_TRACE_IDS = Setting.flag("echoTraceIds", true);

    /** Whether a trace id on every input makes each stand alone; off, one bad input refuses its call (API-FACTS 3.3). */
    public static final Setting<Boolean> MULTI_STATUS = Setting.flag("multiStatus", true);

    /** Whether the result of an upsert holds the {@code idProperty} even if {@code properties} did not send it. */
    public static final Setting<Boolean> UPSERT_RETURNS_KEY = Setting.flag("upsertReturnsKey", true);

    /** Whether results come in another order than their inputs (API-FACTS 3.6). */
    public static final Setting<Boolean> SHUFFLE = Setting.flag("shuffle", true);

    /** Whether batch answers carry {@code requestedAt} (API-FACTS 1.5). */
    public static final Setting<Boolean> REQUESTED_AT = Setting.flag("requestedAt", false);

    /** Whether every record id of digits exists, unless it starts with 99; otherwise only created ones do. */
    public static final Setting<Boolean> ANY_NUMERIC_ID_EXISTS = Setting.flag("anyNumericIdExists", false);

    /** The same for the two ends of an association. */
    public static final Setting<Boolean> ANY_NUMERIC_END_EXISTS = Setting.flag("anyNumericEndExists", true);

    /** An update of an id that does not exist. */
    public static final Setting<MissingOnUpdate> MISSING_ON_UPDATE =
            Setting.choice("missingOnUpdate", MissingOnUpdate.MULTI_STATUS);

    /** A read of which nothing exists. */
    public static final Setting<NothingFound> NOTHING_FOUND = Setting.choice("nothingFound", NothingFound.MULTI_STATUS);

    /** Ids merged into other records: left out of results without a word (API-FACTS 3.5). */
    public static final Setting<Set<String>> MERGED_IDS = Setting.texts("mergedIds");

    /** More unique properties, each as type and name: {@code companies.reference}. */
    public static final Setting<Set<String>> UNIQUE_PROPERTIES = Setting.texts("uniqueProperties");

    /** Whether a 409 for a whole call names the existing id (EXAMPLES 5) or not (EXAMPLES 6). */
    public static final Setting<Boolean> CONFLICT_NAMES_ID = Setting.flag("conflictNamesId", true);

    /** The status for an object type nobody knows: 400 or 404 (API-FACTS 1.2, 3.1). */
    public static final Setting<Integer> UNKNOWN_TYPE_STATUS = Setting.number("unknownTypeStatus", 400, 400, 404);

    /** Association types that do not exist, as {@code CATEGORY=typeId}; type ids starting with 99 never do. */
    public static final Setting<Set<String>> INVALID_ASSOCIATION_TYPES =
            Setting.texts("invalidAssociationTypes", "USER_DEFINED=3");

    /** Ten-secondly headers of association calls. */
    public static final Setting<AssociationHeaders> ASSOCIATION_HEADERS =
            Setting.choice("associationHeaders", AssociationHeaders.NONE);

    /** Whether daily headers are sent; OAuth apps get none (API-FACTS 2.4). */
    public static final Setting<Boolean> DAILY_HEADERS = Setting.flag("dailyHeaders", true);

    /** Whether v4 association results give ids as numbers or as strings (API-FACTS 1.5). */
    public static final Setting<Boolean> ASSOCIATION_IDS_AS_NUMBERS = Setting.flag("associationIdsAsNumbers", true);

    /** The account number in {@code url} and in validation messages. */
    public static final Setting<Integer> PORTAL_ID = Setting.number("portalId", 44_237_313, 1, Integer.MAX_VALUE);

    /** Whether the ledger keeps bodies and inputs as received. Off, it grows by about 200 bytes per written input. */
    public static final Setting<Boolean> KEEP_RAW_BODIES = Setting.flag("keepRawBodies", true);

    /** Whether the ledger keeps each written input; off, it only counts. */
    public static final Setting<Boolean> KEEP_WRITES = Setting.flag("keepWrites", true);

    /** Whether records and associations are stored; off, nothing written is found again. */
    public static final Setting<Boolean> KEEP_RECORDS = Setting.flag("keepRecords", true);

    private Behaviour() {}

    static List<Setting<?>> all() {
        return List.of(
                ECHO_TRACE_IDS,
                MULTI_STATUS,
                UPSERT_RETURNS_KEY,
                SHUFFLE,
                REQUESTED_AT,
                ANY_NUMERIC_ID_EXISTS,
                ANY_NUMERIC_END_EXISTS,
                MISSING_ON_UPDATE,
                NOTHING_FOUND,
                MERGED_IDS,
                UNIQUE_PROPERTIES,
                CONFLICT_NAMES_ID,
                UNKNOWN_TYPE_STATUS,
                INVALID_ASSOCIATION_TYPES,
                ASSOCIATION_HEADERS,
                DAILY_HEADERS,
                ASSOCIATION_IDS_AS_NUMBERS,
                PORTAL_ID,
                KEEP_RAW_BODIES,
                KEEP_WRITES,
                KEEP_RECORDS);
    }
}
