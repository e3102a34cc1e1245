package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.fuzz.Allocated;
import dev.batchgateway.fuzz.ScannedLikeJackson;
import dev.batchgateway.fuzz.Seen;

/**
 * Any bytes as HubSpot's reply: to a 2xx the results and errors Jackson sees, or none that can be read; to a refusal the
 * error Jackson sees, or none; and whatever was answered, a matcher that makes no success of it that is none.
 */
public final class ReplyTarget {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    /** 9,999 errors that are counted and not listed, and growing lists of them. */
    private static final long FIXED_BYTES = 1 << 20;

    private static final long BYTES_PER_BYTE = 200;

    private ReplyTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] body) {
        Seen seen = ScannedLikeJackson.check(body);
        boolean isReadable = seen != null && ExpectedReply.isReadable(seen);
        Reply answered = read(OK, body);
        if (seen != null && isReadable) {
            Answer answer = assertInstanceOf(Reply.Answered.class, answered).answer();
            ExpectedReply.checkAnswer(seen, answer);
            MatchedAnswers.check(answer);
        } else {
            assertInstanceOf(Reply.NoAnswer.class, answered);
        }
        Reply.Refused refused = assertInstanceOf(Reply.Refused.class, read(BAD_REQUEST, body));
        assertEquals(BAD_REQUEST, refused.status());
        ExpectedReply.checkRefusal(seen, refused);
    }

    private static Reply read(int status, byte[] body) {
        return Allocated.atMost(FIXED_BYTES + BYTES_PER_BYTE * body.length, () -> ReplyReader.read(status, body, null));
    }
}
