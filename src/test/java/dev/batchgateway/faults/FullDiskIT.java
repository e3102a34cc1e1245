package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.Streamed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The disk is full long before the spool's bound: the system refuses to make any file longer than 512 KiB, which is
 * what the packaged program sees of a full disk, too: a write that fails, or that is cut short and then fails.
 */
class FullDiskIT {
    private static final int PERMITS = 1_000_000;
    private static final String TOKEN = "Bearer full-disk-it-1";
    /** In blocks of 512 bytes, as {@code ulimit} has them in a shell that follows POSIX. */
    private static final int BLOCKS = 1_024;

    /** More than 10 MB of answer, and little of a body. */
    private static final int INPUTS = 60_000;

    /** More than sockets and buffers hold. */
    private static final int LINES = 150_000;

    private static final int AT_ONCE = 1_000;

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, PERMITS));
    private final GatewayProcess gateway = GatewayProcess.start(
            within(BLOCKS),
            hubSpot.url(),
            Map.of(
                    "GATEWAY_LIMIT_PERMITS", "100000",
                    "GATEWAY_EDGE_MAX_HELD", "6M",
                    "GATEWAY_EDGE_MAX_HELD_PER_CALLER", "6M",
                    "GATEWAY_EDGE_MAX_SPOOL", "1G"));
    private final GatewayCaller caller = new GatewayCaller(gateway.url(), TOKEN);
    private final GatewayLoad load = new GatewayLoad(gateway.management());

    /** The program, told by an error and not by a signal that it has met the bound. */
    private static List<String> within(int blocks) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "trap '' XFSZ; ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        command.addAll(GatewayProcess.command());
        return command;
    }

    @AfterEach
    void nothingStaysBehind() {
        gateway.close();
        hubSpot.close();
    }

    @Test
    void aJsonAnswerHasWhatWasDoneAndTheRestIsUnsent() {
        Batch batch = Batch.creates("deals", "json", INPUTS);

        Answered answer = caller.send(batch);

        assertEquals(List.of(), Truth.of(hubSpot.url()).breaches(batch, answer));
        assertEquals(207, answer.status());
        assertEquals("gateway.NO_ROOM", answer.subCategory(INPUTS - 1));
        assertTrue(answer.succeeded() > 0 && answer.unsent() > 0, () -> answer.counts() + "");
        assertTold();
    }

    /** It reads nothing before it has sent everything, so its lines go to disk. */
    @Test
    void aStreamEndsWithTheAccountOfAllThatWasRead() {
        Batch batch = Batch.creates("deals", "lines", LINES);
        try (StreamCall call = StreamCall.open(gateway.url(), batch.path(), TOKEN)) {
            for (int from = 0; from < LINES; from += AT_ONCE) {
                call.send(batch.inputs().subList(from, from + AT_ONCE));
            }
            call.end();

            Streamed answer = Streamed.of(call.rest());

            int read = answer.order().size();
            Batch taken = new Batch(
                    batch.path(), batch.inputs().subList(0, read), batch.marks().subList(0, read));
            Truth truth = Truth.of(hubSpot.url());
            assertEquals(List.of(), truth.breaches(taken, answer));
            assertEquals("gateway.NO_ROOM", answer.summary().getString("notReadToTheEnd"));
            assertTrue(read > 0 && read < LINES, () -> answer.summary().encode());
            assertEquals(truth.written(batch), answer.count("succeeded"), "what was not read was not written");
        }
        assertTold();
    }

    /** The operator is, and whoever needs no disk is served. */
    private void assertTold() {
        assertTrue(gateway.log().contains("cannot be written"), gateway::log);
        Batch small = Batch.creates("deals", "small", 150);
        Answered answer = caller.send(small);
        assertEquals(small.size(), answer.succeeded());
        assertEquals(List.of(), Truth.of(hubSpot.url()).breaches(small, answer));
        OverHttp.eventually("everything given back", () -> load.heldBytes() == 0 && load.spoolBytes() == 0);
    }
}
