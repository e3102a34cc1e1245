package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.ThrottlePolicy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** While every call of one account fails, another's are served as if nothing were wrong. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class OneAccountsFailuresStopNoOtherTest extends OverHttp {
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("502", Fault.status(502)),
                Arguments.of("521", Fault.html(521)),
                Arguments.of("cut", new Fault.Cut(Fault.Cut.Moment.BEFORE_READING)),
                Arguments.of("429", new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY)),
                Arguments.of("no answer", new Fault.Stall(false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void ofWhateverKind(String what, Fault fault) {
        hubSpot.add(FaultRule.of(fault).onPath("/p1_sick/").always());
        Batch sick = Batch.upserts("p1_sick", name + "a", 5_000);
        Batch well = Batch.upserts("tickets", name + "b", 5_000);

        CompletableFuture<Answered> failing =
                new GatewayCaller(gateway(), token + "-sick").sendAsync(sick, "Prefer", "wait=4");
        eventually("failures", () -> hubSpot.faultsPlayed() > 0);
        Answered answer = send(well);
        Answered failed = failing.join();

        assertEquals(List.of(5_000, 0, 0, 0), answer.counts());
        assertEquals(50, answer.calls(), "None of its calls was held up and made again");
        assertTruthful(well, answer);
        assertTruthful(sick, failed);
        assertEquals(0, failed.succeeded());
    }
}
