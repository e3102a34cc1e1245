package dev.batchgateway.hubspot;

import java.io.Serial;

/** An answer is larger than there is memory for. Has no stack trace: it describes the answer, not our code. */
final class ReplyTooLarge extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ReplyTooLarge(long mostBytes) {
        super("The answer is larger than " + mostBytes + " bytes", null, false, false);
    }
}
