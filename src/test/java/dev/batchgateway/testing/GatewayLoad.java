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

    /** Calls that are passed on and have a place. */
    public int passedOn() {
        return (int) value("gateway_passed_on_places");
    }

    /** Bytes that batches hold in memory. */
    public long heldBytes() {
        return (long) value("gateway_held_bytes");
    }

    /** Bytes of answers on disk, or on their way there. */
    public long spoolBytes() {
        return (long) value("gateway_spool_bytes");
    }

    /** How often Redis was asked for anything. */
    public double exchanges() {
        return value("gateway_shared_store_exchanges_total");
    }

    /** Whether it stands so with Redis. */
    public boolean isStore(String state) {
        return value("gateway_shared_store{state=\"" + state + "\"}") == 1;
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
