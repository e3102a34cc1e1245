package dev.batchgateway.testing;

import static io.restassured.RestAssured.given;

import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.simulator.SimulatorControl;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of a running gateway start from: its simulator, forgotten everything, and a token nobody has used, since
 * the gateway remembers the lanes of tokens.
 */
@WithTestResource(SimulatorResource.class)
public abstract class GatewayTest {
    private static final AtomicInteger TOKENS = new AtomicInteger();

    /** The gateway's HubSpot. */
    protected final SimulatorControl simulator = SimulatorResource.control();

    /** The {@code Authorization} header of this test. */
    protected final String token = UsedTokens.used("Bearer test-" + TOKENS.incrementAndGet() + "-" + System.nanoTime());

    @BeforeEach
    void simulatorForgets() {
        simulator.reset();
    }

    /** A request with a token and a JSON content type, whose path goes out as it is written. */
    protected RequestSpecification caller() {
        return caller(token);
    }

    /** The same with that {@code Authorization}. */
    protected static RequestSpecification caller(String authorization) {
        return given().urlEncodingEnabled(false)
                .filter(DescribedAnswers.served())
                .header("Authorization", UsedTokens.used(authorization))
                .contentType(ContentType.JSON);
    }

    /** Sends a JSON batch and takes what comes. */
    protected GatewayAnswer post(String path, String body) {
        return GatewayAnswer.of(
                caller().body(body.getBytes(StandardCharsets.UTF_8)).post(path));
    }

    /** Where the gateway listens. */
    protected static URI gateway() {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port);
    }

    /** The only call HubSpot got. */
    protected ReceivedCall onlyCall() {
        List<ReceivedCall> calls = simulator.calls();
        if (calls.size() != 1) {
            throw new AssertionError("HubSpot got " + calls.size() + " calls, not one: " + calls);
        }
        return calls.get(0);
    }
}
