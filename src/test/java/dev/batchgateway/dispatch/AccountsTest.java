package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.testing.FakeAnswers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private final Dispatching nest = new Dispatching(1);
    private final Accounts accounts = nest.dispatcher().accounts();

    @Test
    void oneTokenIsOneAccountAndAnotherAnother() {
        Account account = accounts.of("Bearer a", null);

        assertSame(account, accounts.of("Bearer a", null));
        assertNotSame(account, accounts.of("Bearer b", null));
        assertEquals(2, accounts.size());
    }

    @Test
    void objectsAndAssociationsHaveLanesOfTheirOwn() {
        Account account = accounts.of("Bearer a", null);

        assertSame(account.objects(), account.lane(target(Operation.OBJECT_CREATE, "contacts")));
        assertNotSame(account.objects(), account.lane(target(Operation.ASSOCIATION_CREATE, "contacts/companies")));
    }

    @Test
    void aDigestDoesNotShowTheTokenAndIsTheSameEachTime() {
        String digest = Accounts.digest("Bearer pat-na1-secret");

        assertTrue(digest.matches("[0-9a-f]{12}"));
        assertFalse(digest.contains("secret"));
        assertEquals(digest, Accounts.digest("Bearer pat-na1-secret"));
        assertNotEquals(digest, Accounts.digest("Bearer pat-na1-secret2"));
    }

    @Test
    void theIdleOnesAreForgottenWhenOthersCome() {
        for (int i = 0; i < 1_000; i++) {
            accounts.of("Bearer " + i, null);
            nest.clock.advance(Duration.ofSeconds(1));
        }

        assertTrue(accounts.size() < 100, () -> accounts.size() + " accounts");
    }

    /** A second account for its token would spend the same budget again. */
    @Test
    void oneWithABatchOnItsWayIsNotForgottenHoweverQuietItIs() {
        nest.hubSpot.latency(Duration.ofSeconds(1), Duration.ofSeconds(1));
        Account account = accounts.of(Dispatching.TOKEN, null);
        nest.hubSpot.answers().refuses(names -> FakeAnswers.html(423));
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(1));
        nest.clock.advance(Duration.ofHours(1));

        for (int i = 0; i < 200; i++) {
            accounts.of("Bearer " + i, null);
        }
        assertSame(account, accounts.of(Dispatching.TOKEN, null));

        nest.finish(running);
        nest.clock.advance(Duration.ofHours(1));
        for (int i = 200; i < 400; i++) {
            accounts.of("Bearer " + i, null);
        }
        assertNotSame(account, accounts.of(Dispatching.TOKEN, null));
    }

    @Test
    void whatIsProvenIsProvenForOneTypeOperationAndKey() {
        Account account = accounts.of("Bearer a", null);
        account.prove(target(Operation.OBJECT_UPSERT, "contacts"), "email");

        assertTrue(account.isProven(target(Operation.OBJECT_UPSERT, "Contacts"), "email"));
        assertFalse(account.isProven(target(Operation.OBJECT_UPSERT, "contacts"), "sku"));
        assertFalse(account.isProven(target(Operation.OBJECT_UPDATE, "contacts"), "email"));
        assertFalse(account.isProven(target(Operation.OBJECT_UPSERT, "companies"), "email"));
    }

    private static Target target(Operation operation, String type) {
        return new Target(operation, "/x", null, type);
    }
}
