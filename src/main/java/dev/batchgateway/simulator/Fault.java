package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/**
 * Something that goes wrong with one call. Which call that is, a {@link FaultRule} says.
 *
 * <p>"Writing" is what HubSpot does to its data for a good call. A fault that comes after writing leaves the inputs
 * in the {@link Ledger} although the caller is told nothing of it, which is what makes a lost answer dangerous.
 */
public sealed interface Fault {

    /**
     * An answer given instead of HubSpot's own: any status, headers and body.
     *
     * @param afterWriting whether the call's inputs are written all the same
     */
    record Reply(int status, Map<String, String> headers, Buffer body, boolean afterWriting) implements Fault {
        /** Copies the headers. */
        public Reply {
            headers = Map.copyOf(headers);
        }

        /** The same answer, given after the call's inputs were written. */
        public Reply afterWrite() {
            return new Reply(status, headers, body, true);
        }
    }

    /** The connection is closed, at one of several moments. */
    record Cut(Moment moment) implements Fault {
        /** When a connection is cut. */
        public enum Moment {
            /** Before the body is read; nothing is written. */
            BEFORE_READING,
            /** After the body is read; nothing is written. */
            BEFORE_WRITING,
            /** After the inputs are written; no byte of an answer. */
            AFTER_WRITING,
            /** After the inputs are written, in the middle of the answer's body. */
            HALF_WAY
        }
    }

    /** No answer ever comes, and the connection stays open until the caller closes it. */
    record Stall(boolean afterWriting) implements Fault {}

    /** HubSpot's own answer, but that much later than usual. The inputs are written at once. */
    record Late(Duration by) implements Fault {}

    /** The connection is closed after the body is read, and the inputs are written that much later. */
    record ApplyLate(Duration by) implements Fault {}

    /** A 429. Like HubSpot's own it uses no permit of the window but one of the day. */
    record Throttle(ThrottlePolicy policy) implements Fault {}

    /** The inputs are written, but the body of the answer is not what it should be. */
    record Misshape(Shape shape) implements Fault {
        /** What is wrong with the body. */
        public enum Shape {
            /** The last third of the JSON is missing; the length header agrees with the shorter body. */
            TRUNCATED_JSON,
            /** {@code results} is empty. */
            EMPTY_RESULTS,
            /** There is no {@code results}. */
            NO_RESULTS,
            /** No result has an {@code id}. */
            RESULTS_WITHOUT_IDS,
            /** One result is left out. */
            ONE_RESULT_MISSING,
            /** One result comes twice. */
            ONE_RESULT_TWICE
        }
    }

    /**
     * Every {@code nth} input (1: all) of a create, update or upsert is refused, as if HubSpot had failed to write just
     * that one. Where every input has a trace id that is an error inside a 207, else it is the whole call's.
     *
     * @param status of the whole call
     * @param category of the error, such as {@code RATE_LIMITS} or {@code INTERNAL_ERROR}
     */
    record RefuseInputs(int nth, int status, String category, String message) implements Fault {}

    /** An answer of that status with a short error body of HubSpot's shape. Nothing is written. */
    static Reply status(int status) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json;charset=utf-8"),
                Buffer.buffer("{\"status\":\"error\",\"message\":\"Simulated fault: HTTP " + status
                        + "\",\"correlationId\":\"00000000-0000-4000-8000-000000000000\"}"),
                false);
    }

    /** An HTML page as a proxy in front of HubSpot would send it. Nothing is written. */
    static Reply html(int status) {
        return new Reply(
                status,
                Map.of("Content-Type", "text/html; charset=UTF-8"),
                Buffer.buffer("<!DOCTYPE html>\n<html><head><title>hubapi.com | " + status
                        + "</title></head><body><h1>Error " + status + "</h1></body></html>\n"),
                false);
    }

    /** 423: HubSpot locks an account that syncs too much for 2 s (API-FACTS 3.1). Its body is not known. */
    static Reply locked() {
        return status(423);
    }

    /** 477: the account is being migrated; {@code Retry-After} is in seconds (API-FACTS 3.1). */
    static Reply migrating(Duration retryAfter) {
        Reply plain = status(477);
        return new Reply(
                477,
                Map.of(
                        "Content-Type",
                        "application/json;charset=utf-8",
                        "Retry-After",
                        Long.toString(retryAfter.toSeconds())),
                plain.body(),
                false);
    }
}
