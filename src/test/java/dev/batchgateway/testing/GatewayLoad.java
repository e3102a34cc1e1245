package dev.batchgateway.testing;

import static io.restassured.RestAssured.given;

import java.net.URI;

/**
 * What a gateway says that it has on its hands, which a test of the packaged program cannot look up in its beans.
 *
 * @param management its management port
 */
public record GatewayLoad(URI management) {
    /** Batches that have a place. */
    public int batches() {
        return (int) gauge("gateway_batches");
    }

    /** Bytes that batches hold in memory. */
    public long heldBytes() {
        return (long) gauge("gateway_held_bytes");
    }

    private double gauge(String name) {
        return given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name));
    }
}
