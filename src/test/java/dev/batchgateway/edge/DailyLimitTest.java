package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Limits;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a caller sees of a used-up daily quota, and of the account it names. */
@QuarkusTest
class DailyLimitTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final int SIZE = 1_000;

    @Test
    void theRestIsUnsentAndWhoComesNextIsToldAtOnce() {
        simulator.set(Limits.DAILY_QUOTA, 3);

        GatewayAnswer cut = create(token, "");
        int calls = simulator.summary().calls();
        GatewayAnswer next = create(token, "");
        GatewayAnswer other = GatewayAnswer.of(caller(token).get("/crm/v3/properties/contacts"));

        assertEquals(207, cut.status(), cut.body());
        assertEquals(300, cut.count("Succeeded"));
        assertEquals(700, cut.count("Unsent"));
        assertEquals("gateway.DAILY_LIMIT", cut.errors().get(0).getString("subCategory"));
        assertIsSoon(cut);
        assertEquals(429, next.status(), next.body());
        assertEquals(0, next.count("Calls"));
        assertEquals(SIZE, next.count("Unsent"));
        assertEquals("DAILY", next.text("policyName"));
        assertIsSoon(next);
        assertEquals(429, other.status(), other.body());
        assertIsSoon(other);
        assertEquals(calls, simulator.summary().calls());
    }

    @Test
    void anAccountThatIsNamedIsOneForAllItsTokens() {
        String name = "portal" + System.nanoTime();
        simulator.set(Limits.DAILY_QUOTA, 3);

        GatewayAnswer cut = create(token, name + "/sync");
        GatewayAnswer renewed = create(token + "-renewed", name + "/sync");
        GatewayAnswer sibling = create(token + "-sibling", name + "/web");
        simulator.set(Limits.DAILY_QUOTA, 1_000_000);
        GatewayAnswer stranger = create(token + "-stranger", name + "x/sync");

        assertEquals(207, cut.status(), cut.body());
        assertEquals(429, renewed.status(), renewed.body());
        assertEquals(0, renewed.count("Calls"));
        assertEquals(429, sibling.status(), sibling.body());
        assertEquals(0, sibling.count("Calls"));
        assertTrue(stranger.count("Calls") > 0, stranger.body());
    }

    @Test
    void anAccountThatCannotBeReadIsRefusedBeforeAnythingIsSent() {
        GatewayAnswer answer = create(token, "no slash");

        assertEquals(400, answer.status(), answer.body());
        assertEquals("VALIDATION_ERROR", answer.text("category"));
        assertEquals(0, simulator.summary().calls());
    }

    private GatewayAnswer create(String authorization, String account) {
        var request = caller(authorization).body(Batches.of(SIZE, Batches::newContact));
        return GatewayAnswer.of(
                (account.isEmpty() ? request : request.header("X-Gateway-Account", account)).post(CREATE));
    }

    private static void assertIsSoon(GatewayAnswer answer) {
        int seconds = Integer.parseInt(answer.header("Retry-After"));
        assertTrue(seconds > 0 && seconds <= 60, () -> seconds + " s");
    }
}
