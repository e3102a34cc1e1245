package dev.batchgateway.hubspot;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.json.Digits;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads HubSpot's answer to a call. A 2xx whose body is not what a batch answer looks like is no answer: nobody can
 * tell from it what was written.
 */
final class ReplyReader {
    private static final Set<String> ARRAYS = Set.of("results", "errors");
    private static final int NO_CONTENT = 204;
    private static final Slice UNLISTED = Slice.of(
            "{\"status\":\"error\",\"category\":\"UNKNOWN\",\"message\":\"HubSpot counts this error without listing it\"}");

    private ReplyReader() {}

    /**
     * The reply of an HTTP answer.
     *
     * @param retryAfter the {@code Retry-After} header, null when there is none
     */
    static Reply read(int status, byte[] body, @Nullable String retryAfter) {
        if (status < 200 || status > 299) {
            return refused(status, body, retryAfter);
        }
        if (body.length == 0) {
            return status == NO_CONTENT
                    ? new Reply.Answered(Answer.empty(status))
                    : new Reply.NoAnswer("a " + status + " without a body");
        }
        try {
            Parts parts = new Parts();
            EnvelopeScanner.scan(body, ARRAYS, parts);
            return new Reply.Answered(parts.answer(status));
        } catch (MalformedJson e) {
            return new Reply.NoAnswer("a " + status + " whose body cannot be read at byte " + e.byteOffset());
        }
    }

    private static Reply refused(int status, byte[] body, @Nullable String retryAfter) {
        HubSpotError error = null;
        String policy = "";
        try {
            EnvelopeScanner.scan(body, Set.of(), new Parts());
            error = HubSpotError.of(Slice.of(body));
            for (Members member = Members.of(error.bytes()); member.next(); ) {
                if (member.is("policyName")) {
                    policy = String.valueOf(JsonText.scalar(member.value()));
                }
            }
        } catch (MalformedJson e) {
            // An HTML page of a proxy, or nothing: the status has to do.
            error = null;
        }
        return new Reply.Refused(status, error, policy, Digits.read(retryAfter, 9));
    }

    private static final class Parts implements EnvelopeScanner.Sink {
        private final List<Slice> results = new ArrayList<>();
        private final List<Slice> errors = new ArrayList<>();
        private final Map<String, Slice> others = new LinkedHashMap<>();
        private int numErrors;
        private String state = "";
        private @Nullable Instant requestedAt;
        private @Nullable Instant startedAt;
        private @Nullable Instant completedAt;

        @Override
        public void arrayStarts(String name, long byteOffset) {
            // A second one adds to the first: nothing that HubSpot said is dropped.
        }

        @Override
        public void element(String name, int index, Slice value, long byteOffset) throws MalformedJson {
            if (value.at(0) != '{') {
                throw new MalformedJson(name + " holds something that is no object", byteOffset, index);
            }
            (name.equals("results") ? results : errors).add(value);
        }

        @Override
        public void member(String name, Slice whole, Slice value, long byteOffset) throws MalformedJson {
            switch (name) {
                case "status" -> state = String.valueOf(JsonText.scalar(value));
                case "requestedAt" -> requestedAt = Moment.read(value);
                case "startedAt" -> startedAt = Moment.read(value);
                case "completedAt" -> completedAt = Moment.read(value);
                case "numErrors" -> numErrors = count(value);
                case "results", "errors" -> refuseUnlessList(name, value, byteOffset);
                default -> others.put(name, whole);
            }
        }

        private static void refuseUnlessList(String name, Slice value, long byteOffset) throws MalformedJson {
            if (value.at(0) != '[' && value.at(0) != 'n') {
                throw new MalformedJson(name + " is no list", byteOffset, -1);
            }
        }

        private static int count(Slice value) {
            return (int) Math.max(0, Digits.read(JsonText.scalar(value), 4));
        }

        /** Errors that are counted but not listed still say that not everything went well. */
        private Answer answer(int status) {
            while (errors.size() < numErrors) {
                errors.add(UNLISTED);
            }
            return new Answer(status, results, errors, state, requestedAt, startedAt, completedAt, others);
        }
    }
}
