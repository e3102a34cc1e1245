package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers and whoever asks for health and metrics come to two ports. */
class PortsTest {
    private static final String EVERYWHERE = "0.0.0.0";

    @Test
    void onePortForBothIsAFaultThatNamesBothKeys() {
        List<String> faults = of(management(9_000), plain(9_000)).faults();

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.get(0)
                        .startsWith(
                                "quarkus.http.port and quarkus.management.port must be two ports, and both are 9000: "),
                faults::toString);
    }

    @Test
    void soItIsWithTls() {
        List<String> faults = of(management(8_443), plain(8_080), tls(8_443)).faults();

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("quarkus.http.ssl-port and quarkus.management.port "), faults::toString);
    }

    @Test
    void whatIsNotOpenIsNoFault() {
        assertEquals(List.of(), of(management(8_443), plain(8_080)).faults());
        assertEquals(List.of(), of(management(8_080), tls(8_443)).faults());
        assertEquals(List.of(), of(management(9_000), plain(8_080), tls(8_443)).faults());
    }

    /** Each gets another one. */
    @Test
    void anyFreePortIsNoFault() {
        assertEquals(List.of(), of(management(0), plain(0), tls(0)).faults());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 1",
        "0.0.0.0, 127.0.0.1, 1",
        "10.0.0.1, 0.0.0.0, 1",
        "'::', 127.0.0.1, 1",
        "localhost, 127.0.0.1, 1",
        "LOCALHOST, localhost, 1",
        "'::0', 127.0.0.1, 1",
        "no-such-name.invalid, no-such-name.invalid, 1",
        "no-such-name.invalid, 127.0.0.1, 0",
        "10.0.0.1, 127.0.0.1, 0"
    })
    void onePortOfTwoAddressesIsTwo(String host, String managementHost, int faults) {
        Ports ports = new Ports(
                List.of(new Ports.Listener("quarkus.http.port", host, 9_000)),
                new Ports.Listener("quarkus.management.port", managementHost, 9_000));

        assertEquals(faults, ports.faults().size());
    }

    private static Ports of(Ports.Listener management, Ports.Listener... callers) {
        return new Ports(List.of(callers), management);
    }

    private static Ports.Listener plain(int port) {
        return new Ports.Listener("quarkus.http.port", EVERYWHERE, port);
    }

    private static Ports.Listener tls(int port) {
        return new Ports.Listener("quarkus.http.ssl-port", EVERYWHERE, port);
    }

    private static Ports.Listener management(int port) {
        return new Ports.Listener("quarkus.management.port", EVERYWHERE, port);
    }
}
