package dev.batchgateway.testing;

import static io.restassured.RestAssured.given;

import java.net.URI;

/**
 * What a gateway's metrics say that it has on its hands and whom it has turned away, which a test of the packaged program
 * cannot look up in its beans.
 *
 * @param management its management port
 */
public record GatewayLoad(URI management) {
    /** Batches that have a place. */
    public int batches() {
        return (int) value("gateway_batches");
    }

    /** Bytes that batches hold in memory. */
    public long heldBytes() {
        return (long) value("gateway_held_bytes");
    }

    /** Callers who were denied for that reason. */
    public double denied(String denial) {
        return value("gateway_callers_denied_total{denial=\"" + denial + "\"}");
    }

    private double value(String series) {
        return given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + series));
    }
}
