package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.testing.FakeAnswers;
import org.junit.jupiter.api.Test;

class GroupTest {
    private final Group group = new Group(false);

    @Test
    void sendsOneCallAtATimeUntilOneHasSucceeded() {
        group.sent();
        assertFalse(group.mayGo());
        group.ended();
        assertTrue(group.mayGo());

        group.sent();
        group.succeeded();

        assertTrue(group.mayGo());
        assertTrue(new Group(true).mayGo());
    }

    @Test
    void isRefusedWhenThreeInputsSentAloneWereRefusedInTheSameWords() {
        refuse("No 1", false);
        assertFalse(group.isSuspected());
        refuse("No 22", false);
        assertTrue(group.isSuspected());
        refuse("No 3", true);
        refuse("No 4", true);
        assertFalse(group.isRefused());

        refuse("No 5", true);

        assertTrue(group.isRefused());
        assertEquals("No 5", group.refusal() == null ? "" : group.refusal().message());
    }

    @Test
    void isNotRefusedWhenTheWordsDiffer() {
        refuse("No", true);
        refuse("Never", true);
        refuse("No", true);
        refuse("No", true);
        refuse("No", true);

        assertFalse(group.isSuspected());
        assertFalse(group.isRefused());
    }

    @Test
    void isNeverRefusedOnceProven() {
        group.succeeded();

        for (int i = 0; i < 10; i++) {
            refuse("No", true);
        }

        assertFalse(group.isRefused());
    }

    @Test
    void isRefusedAtOnceWhenTheWordsSaySo() {
        group.sent();

        group.refusedAsSuch(error("Unable to infer object type"));

        assertTrue(group.isRefused());
        assertTrue(group.mayGo(), "what is refused goes nowhere, and need not wait for it");
    }

    private void refuse(String message, boolean isSingle) {
        group.refused(400, error(message), isSingle);
    }

    private static HubSpotError error(String message) {
        HubSpotError error =
                FakeAnswers.refused(400, "VALIDATION_ERROR", message).error();
        if (error == null) {
            throw new AssertionError();
        }
        return error;
    }
}
