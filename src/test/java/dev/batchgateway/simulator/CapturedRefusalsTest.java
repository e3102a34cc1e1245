package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls refused for limits and access as people captured them; the number in a name is the one in EXAMPLES. */
class CapturedRefusalsTest {
    private static final String CREATE = "/crm/v3/objects/deals/batch/create";
    private static final String ONE_DEAL = "{\"inputs\":[{\"properties\":{\"dealname\":\"d\"}}]}";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void example35TheDailyLimitNamesItsPolicy() {
        simulator.settings().set(Limits.DAILY_QUOTA, 1);
        caller.post(CREATE, ONE_DEAL);

        Exchanged answer = caller.post(CREATE, ONE_DEAL);

        assertEquals(429, answer.status());
        assertEquals("0", answer.header("X-HubSpot-RateLimit-Daily-Remaining"));
        Captured.butFor().assertLike("""
                {"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT","correlationId":"c033cdaa-2c40-4a64-ae48-b4cec88dad24","policyName":"DAILY","requestId":"3d3e35b7-0dae-4b9f-a6e3-9c230cbcf8dd"}""", answer);
    }

    @Test
    void example36TheBurstLimitNamesItsPolicyAndHasNoRetryAfter() {
        simulator.settings().set(Limits.PERMITS, 1);
        caller.post(CREATE, ONE_DEAL);

        Exchanged answer = caller.post(CREATE, ONE_DEAL);

        assertEquals(429, answer.status());
        assertEquals("", answer.header("Retry-After"));
        Captured.butFor().assertLike("""
                {"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT","correlationId":"20f98dfa-05b6-4d27-8d96-ecfde54ca211","policyName":"TEN_SECONDLY_ROLLING","groupName":"publicapi:private_app-api-calls-ten-secondly:1512050:26892217"}""", answer);
    }

    @Test
    void example37SearchHasALimitOfItsOwnAndOnlyDailyHeaders() {
        IntStream.range(0, 5).forEach(i -> caller.post("/crm/v3/objects/COMPANY/search", "{}"));

        Exchanged answer = caller.post("/crm/v3/objects/COMPANY/search", "{}");
        Exchanged next = caller.post(CREATE, ONE_DEAL);

        assertEquals(429, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"You have reached your secondly limit.","correlationId":"de61843f-b3ab-4bc1-8c54-358e37eb0621","category":"RATE_LIMITS"}""", answer);
        assertEquals("", answer.header("X-HubSpot-RateLimit-Max"));
        assertEquals("999994", answer.header("X-HubSpot-RateLimit-Daily-Remaining"));
        assertEquals("999993", next.header("X-HubSpot-RateLimit-Daily-Remaining"));
        assertEquals("99", next.header("X-HubSpot-RateLimit-Remaining"));
    }

    @Test
    void example38ACallWithoutAKnownTokenIs401() {
        for (String token : new String[] {"", "bad-token"}) {
            Exchanged answer = caller.with(token).post(CREATE, ONE_DEAL);

            assertEquals(401, answer.status());
            Captured.butFor().assertLike("""
                    {"status":"error","message":"Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview","correlationId":"501651f6-bb90-40f1-b0db-349f62916993","category":"INVALID_AUTHENTICATION"}""", answer);
        }
    }

    @Test
    void example39ATokenWithoutScopesIs403() {
        Exchanged answer = caller.with("noscope-token").post(CREATE, ONE_DEAL);

        assertEquals(403, answer.status());
        Captured.butFor("requiredGranularScopes").assertLike("""
                {"status":"error","message":"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
                 "correlationId":"dc49c0a8-9952-4937-aad4-e322b1e5cee0",
                 "errors":[{"message":"One or more of the following scopes are required.","context":{"requiredGranularScopes":["..."]}}],
                 "links":{"scopes":"https://developers.hubspot.com/scopes"},"category":"MISSING_SCOPES"}""", answer);
    }
}
