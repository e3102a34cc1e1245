package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway that sends its spans to a {@link SpanCollector}, and asks a HubSpot out of reach again at once. */
public final class TracedGateway implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "otel.bsp.schedule.delay", "50",
                "gateway.dispatch.first-backoff", "10ms",
                "gateway.dispatch.longest-backoff", "20ms");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SpanCollector.class));
    }
}
