package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator driven from outside, as from another process. */
class ControlPlaneTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();
    private final SimulatorControl control = new SimulatorControl(simulator.url());

    @BeforeEach
    void oneCallWasMade() {
        caller.post(CREATE, "{\"inputs\":[{\"properties\":{\"email\":\"a@b.c\"},\"objectWriteTraceId\":\"t\"}]}");
    }

    @Test
    void theLedgerReadsTheSameFromOutside() {
        assertEquals(simulator.ledger().summary(), control.summary());
        assertEquals(simulator.ledger().calls(), control.calls());
        assertEquals(simulator.ledger().writes(), control.writesContaining("a@b.c"));
        assertEquals(List.of(), control.writesContaining("nobody"));
        assertEquals(0, control.doubles());
    }

    @Test
    void tokensAreNowhereToBeRead() {
        assertTrue(control.send("GET", "/calls", "").encode().indexOf("pat-test") < 0);
        assertEquals(8, control.calls().get(0).caller().length());
    }

    @Test
    void settingsFaultsAndRecordsCanBeGiven() {
        control.set(Limits.PERMITS, 150).set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.OMITTED);
        control.add(FaultRule.of(Fault.html(503)).on(HubSpotOperation.OBJECTS_READ));
        String id = control.addRecord("contacts", Map.of("firstname", "Ada"));

        Exchanged cut = caller.post("/crm/v3/objects/contacts/batch/read", "{\"inputs\":[{\"id\":\"" + id + "\"}]}");
        Exchanged read = caller.post("/crm/v3/objects/contacts/batch/read", "{\"inputs\":[{\"id\":\"" + id + "\"}]}");

        assertEquals(503, cut.status());
        assertEquals(200, read.status());
        assertEquals("150", read.header("X-HubSpot-RateLimit-Max"));
        assertEquals(1, control.faultsPlayed());
        assertEquals(MissingOnUpdate.OMITTED, simulator.settings().get(Behaviour.MISSING_ON_UPDATE));
    }

    @Test
    void aResetForgetsEverything() {
        control.set(Limits.PERMITS, 1).add(FaultRule.of(Fault.locked()).always());

        control.reset();

        assertEquals(0, control.summary().calls());
        assertEquals(100, control.settings().getInteger("permits"));
        assertEquals(0, simulator.script().remaining());
        Exchanged again = caller.post(CREATE, "{\"inputs\":[{\"properties\":{\"email\":\"a@b.c\"}}]}");
        assertEquals(201, again.status());
        assertEquals("99", again.header("X-HubSpot-RateLimit-Remaining"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PUT; /settings; {\"permitss\":1}; There is no setting permitss",
                "PUT; /settings; {\"permits\":0}; Setting permits is a whole number from 1 to 1000000, not 0",
                "PUT; /settings; {\"shuffle\":1}; Setting shuffle is true or false, not 1",
                "PUT; /settings; {; Invalid input JSON",
                "POST; /faults; [{\"kind\":\"flood\"}]; There is no fault of kind 'flood'",
                "POST; /faults; [{\"kind\":\"stall\",\"operation\":\"x\"}]; There is no operation x",
                "POST; /records; {\"type\":\"unknown\"}; There is no object type unknown"
            })
    void aWrongRequestIsToldWhy(String method, String path, String body, String reason) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> control.send(method, path, body));

        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::getMessage);
    }

    @Test
    void anUnknownPathIs404() {
        assertThrows(IllegalStateException.class, () -> control.send("GET", "/nothing", ""));
    }
}
