package dev.batchgateway.retry;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of the table of DESIGN section 4: what a reply says, whatever was asked. */
public enum ReplyKind {
    /** A 2xx that can be read. */
    ANSWERED,
    /** 400 that names ids given twice (EXAMPLES 14). */
    DUPLICATES,
    /** 400 that says how many inputs a call may have (EXAMPLES 20, 21). */
    TOO_MANY_INPUTS,
    /** 413. */
    TOO_LARGE,
    /** 404 of a read: no id of the call exists (API-FACTS 3.5). */
    ALL_MISSING,
    /** 404 of anything else that says a record is missing. */
    NOT_FOUND,
    /** 409: something like it exists already; permanent, not a lock (API-FACTS 3.1). */
    CONFLICT,
    /** Any other 3xx or 4xx, a 404 that speaks of no record (an unknown object type) among them. */
    REFUSED,
    /** 401. */
    UNAUTHORIZED,
    /** 403. */
    FORBIDDEN,
    /** 423: locked for two seconds (API-FACTS 3.1). */
    LOCKED,
    /** 429 of the ten-second or one-second limit, or of one we do not know. */
    THROTTLED,
    /** 429 of the daily quota. */
    DAILY_LIMIT,
    /** 477: the account is being moved. */
    MIGRATING,
    /** 502, 503: too much at once. */
    OVERLOADED,
    /** 504, 524: too slow, so a smaller call may do. */
    TOO_SLOW,
    /** 521, 523, or no connection: HubSpot never saw it. */
    NOT_REACHED,
    /** 525, 526, or a TLS failure: HubSpot never saw it, and a repeat will not mend it. */
    UNTRUSTED,
    /** Sent, but no trustworthy answer: a time-out, a cut, 408, 500, 520, 522, an unreadable 2xx. */
    NO_ANSWER;

    private static final Pattern MOST_INPUTS =
            Pattern.compile("maximum number of inputs supported in .*? is (\\d{1,9})");

    /** The row of {@code reply} to a call of {@code operation}. */
    public static ReplyKind of(Reply reply, Operation operation) {
        if (reply instanceof Reply.Answered) {
            return ANSWERED;
        }
        if (reply instanceof Reply.Refused refused) {
            return of(refused, operation);
        }
        if (reply instanceof Reply.NotReached notReached) {
            return notReached.trust() ? UNTRUSTED : NOT_REACHED;
        }
        return NO_ANSWER;
    }

    private static ReplyKind of(Reply.Refused refused, Operation operation) {
        return switch (refused.status()) {
            case 400 -> ofBadRequest(refused.error());
            case 404 -> ofNotFound(refused.error(), operation);
            case 429 -> isDaily(refused) ? DAILY_LIMIT : THROTTLED;
            default -> of(refused.status());
        };
    }

    /** The row of a final answer with {@code status}, from 200, of whose body nothing is known. */
    public static ReplyKind of(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 408 -> NO_ANSWER;
            case 409 -> CONFLICT;
            case 413 -> TOO_LARGE;
            case 423 -> LOCKED;
            case 429 -> THROTTLED;
            case 477 -> MIGRATING;
            case 502, 503 -> OVERLOADED;
            case 504, 524 -> TOO_SLOW;
            case 521, 523 -> NOT_REACHED;
            case 525, 526 -> UNTRUSTED;
            default -> status < 300 ? ANSWERED : status < 500 ? REFUSED : NO_ANSWER;
        };
    }

    private static ReplyKind ofBadRequest(@Nullable HubSpotError error) {
        if (error == null) {
            return REFUSED;
        }
        if (mostInputs(error) > 0) {
            return TOO_MANY_INPUTS;
        }
        return error.message().startsWith("Duplicate IDs found") ? DUPLICATES : REFUSED;
    }

    private static ReplyKind ofNotFound(@Nullable HubSpotError error, Operation operation) {
        if (error == null || !error.category().equals("OBJECT_NOT_FOUND")) {
            return REFUSED;
        }
        return operation.isRead() ? ALL_MISSING : NOT_FOUND;
    }

    /** "The message and policyName will indicate which limit you hit" (API-FACTS 2.5): either will do. */
    private static boolean isDaily(Reply.Refused refused) {
        HubSpotError error = refused.error();
        return refused.policy().equals("DAILY")
                || (error != null && error.message().contains("your daily limit"));
    }

    /** The N of "The maximum number of inputs supported in … is N"; 0 when {@code error} does not say it. */
    public static int mostInputs(HubSpotError error) {
        Matcher most = MOST_INPUTS.matcher(error.message());
        return most.find() ? Integer.parseInt(most.group(1)) : 0;
    }

    /**
     * The row of an error inside a multi-status answer: one that is transient is treated as if it had been the whole
     * call's (DESIGN section 4); all others are judgements.
     */
    public static ReplyKind ofInner(HubSpotError error) {
        return switch (error.category()) {
            case "RATE_LIMITS", "RATE_LIMIT" -> THROTTLED;
            case "LOCKED" -> LOCKED;
            case "OBJECT_NOT_FOUND" -> NOT_FOUND;
            case "CONFLICT", "OBJECT_ALREADY_EXISTS" -> CONFLICT;
            case "INTERNAL_ERROR", "SERVER_ERROR", "UNKNOWN_ERROR" -> NO_ANSWER;
            case "SERVICE_UNAVAILABLE", "GATEWAY_TIMEOUT", "TIMEOUT" -> OVERLOADED;
            default -> REFUSED;
        };
    }

    /** Whether HubSpot may have applied the inputs, or may yet, although it did not say so. */
    public boolean leavesDoubt() {
        return this == NO_ANSWER || this == OVERLOADED || this == TOO_SLOW;
    }

    /** Whether HubSpot's API itself has said it, having worked on the call or not, to credentials it knows. */
    public boolean isApis() {
        return switch (this) {
            case UNAUTHORIZED, FORBIDDEN, OVERLOADED, TOO_SLOW, NOT_REACHED, UNTRUSTED, NO_ANSWER -> false;
            default -> true;
        };
    }

    /** Whether it is one of HubSpot's 3xx and 4xx that judge the call and not the moment. */
    public boolean isJudgement() {
        return switch (this) {
            case DUPLICATES,
                    TOO_MANY_INPUTS,
                    TOO_LARGE,
                    ALL_MISSING,
                    NOT_FOUND,
                    CONFLICT,
                    REFUSED,
                    UNAUTHORIZED,
                    FORBIDDEN -> true;
            default -> false;
        };
    }
}
