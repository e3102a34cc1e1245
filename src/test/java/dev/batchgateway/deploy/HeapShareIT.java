package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.testing.ControlGroup;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the images' command lets objects take of a container's memory, which is not a part of the machine's. */
class HeapShareIT {
    private static final long CONTAINER = 512L * 1024 * 1024;
    private static final String BOUND = "gateway_held_bound_bytes ";

    /** {@code gateway.edge.max-held} is two fifths of the heap, unless it is set. */
    private static final double HELD = 0.4;

    @Test
    void twoFifthsOfTheContainersMemoryAreForObjects() throws Exception {
        Optional<ControlGroup> container = ControlGroup.of(CONTAINER);
        assumeTrue(container.isPresent(), "Nobody may bound memory here (a control group takes root)");
        try (ControlGroup group = container.orElseThrow();
                GatewayProcess gateway =
                        GatewayProcess.start(group.within(command()), URI.create("http://127.0.0.1:1"), Map.of())) {
            double share = heldBound(gateway) / HELD / CONTAINER;

            // Of the JVM's collector one survivor space in two is never used, and does not count: 0.38 of 0.4.
            assertTrue(share > 0.37 && share < 0.41, () -> "The heap is " + share + " of the container");
        }
    }

    /** The last build as its image starts it, but for the cache, which is made for one JVM. */
    private static List<String> command() {
        Dockerfile image = Dockerfile.read(GatewayProcess.isNative() ? "native-micro" : "jvm");
        return GatewayProcess.command(image.last("ENTRYPOINT").words().stream()
                .filter(word -> (word.startsWith("-X") || word.startsWith("-D")) && !word.startsWith("-XX:AOTCache"))
                .toArray(String[]::new));
    }

    private static double heldBound(GatewayProcess gateway) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.management().resolve("/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith(BOUND))
                .mapToDouble(line -> Double.parseDouble(line.substring(BOUND.length())))
                .findFirst()
                .orElseThrow();
    }
}
