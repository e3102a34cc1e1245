package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.testing.Calls;
import org.junit.jupiter.api.Test;

/** What a call is expected to bring, before it was answered. */
class ReplySizeTest {
    private static final Operation READ = Operation.OBJECT_READ;

    @Test
    void beforeTheFirstAnswerAReadBringsAQuarterOfAMegabyteAndAWriteWhatItSends() {
        assertEquals(ReplySize.FIRST_READ_BYTES, new ReplySize(READ, 100).expected(100, 900));
        assertEquals(ReplySize.FIRST_READ_BYTES / 2, new ReplySize(READ, 100).expected(50, 900));
        assertEquals(900, new ReplySize(Operation.OBJECT_UPSERT, 100).expected(50, 900));
        assertEquals(0, new ReplySize(Operation.OBJECT_ARCHIVE, 100).expected(50, 900));
    }

    @Test
    void aLargerAnswerIsBelievedAtOnceAndASmallerOneByAndBy() {
        ReplySize size = new ReplySize(READ, 100);
        assertFalse(size.isLearned());

        size.learn(50, 1_000);
        assertTrue(size.isLearned());
        assertEquals(2_000, size.expected(100, 900));
        size.learn(100, 2_000_000);
        assertEquals(2_000_000, size.expected(100, 900));
        size.learn(100, 400_000);
        assertEquals(1_800_000, size.expected(100, 900));
        for (int i = 0; i < 100; i++) {
            size.learn(100, 400_000);
        }
        assertTrue(size.expected(100, 900) < 401_000, () -> size.expected(100, 900) + " bytes");
    }

    @Test
    void whatIsWrittenComesBackHoweverLittleSmallInputsHaveBrought() {
        ReplySize upsert = new ReplySize(Operation.OBJECT_UPSERT, 100);
        upsert.learn(100, 50_000);
        ReplySize archive = new ReplySize(Operation.OBJECT_ARCHIVE, 100);
        archive.learn(100, 0);

        assertEquals(900_000, upsert.expected(1, 900_000));
        assertEquals(50_000, upsert.expected(100, 29_000));
        assertEquals(0, archive.expected(100, 900_000));
    }

    @Test
    void itIsLearnedApartForEachOperationTypeAndListOfProperties() {
        ReplySizes sizes = new ReplySizes();
        Envelope few = Calls.envelope(READ, "\"properties\":[\"email\"]");
        Envelope many = Calls.envelope(READ, "\"properties\":[\"email\",\"notes\"]");

        ReplySize known = sizes.of(target(READ, "contacts"), few);

        assertSame(known, sizes.of(target(READ, "Contacts"), Calls.envelope(READ, "\"properties\":[\"email\"]")));
        assertNotSame(known, sizes.of(target(READ, "contacts"), many));
        assertNotSame(known, sizes.of(target(READ, "companies"), few));
        assertNotSame(known, sizes.of(target(Operation.OBJECT_UPDATE, "contacts"), few));
    }

    @Test
    void theLatestAThousandAreKept() {
        ReplySizes sizes = new ReplySizes();
        Envelope none = Envelope.none(READ);
        ReplySize often = sizes.of(target(READ, "contacts"), none);
        ReplySize once = sizes.of(target(READ, "p_0"), none);
        for (int i = 1; i <= 1_000; i++) {
            sizes.of(target(READ, "p_" + i), none);
            assertSame(often, sizes.of(target(READ, "contacts"), none));
        }

        assertNotSame(once, sizes.of(target(READ, "p_0"), none));
    }

    private static Target target(Operation operation, String type) {
        return new Target(operation, "/crm/v3/objects/" + type + "/batch/" + operation.path(), null, type);
    }
}
