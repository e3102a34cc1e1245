package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.Fault.Cut.Moment;
import dev.batchgateway.simulator.Fault.Misshape.Shape;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.ThrottlePolicy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of DESIGN section 4 meets the first call of a batch of three calls, of each operation: what it does to
 * the hundred inputs of that call, what to the two hundred after it, and that the ledger agrees.
 */
@QuarkusTest
@TestProfile(QuickFaults.class)
class EveryFaultTest extends OverHttp {
    private static final int INPUTS = 300;

    private static final List<Integer> ALL_SUCCEED = List.of(300, 0, 0, 0);
    private static final List<Integer> CALL_UNCONFIRMED = List.of(200, 0, 100, 0);
    private static final List<Integer> ONE_UNCONFIRMED = List.of(299, 0, 1, 0);
    private static final List<Integer> CALL_UNSENT = List.of(200, 0, 0, 100);
    private static final List<Integer> ALL_UNSENT = List.of(0, 0, 0, 300);

    static Stream<Arguments> faults() {
        return Stream.of(
                // Refused before any work: sent again, creates too.
                again("423", Fault.locked()),
                again("429 ten-secondly", new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY)),
                again("429 secondly", new Fault.Throttle(ThrottlePolicy.SECONDLY)),
                again("429 of a policy nobody knows", new Fault.Throttle(ThrottlePolicy.UNKNOWN)),
                again("429 without a body", reply(429, "")),
                again("521", Fault.status(521)),
                again("523 as HTML", Fault.html(523)),
                // Refused for good: nobody is asked again.
                both("429 daily", new Fault.Throttle(ThrottlePolicy.DAILY), ALL_UNSENT),
                both("477", Fault.migrating(Duration.ofHours(1)), ALL_UNSENT),
                both("525", Fault.html(525), CALL_UNSENT),
                both("526", Fault.html(526), CALL_UNSENT),
                // May have been written: repeated unless it is a create.
                doubtful("408", Fault.status(408)),
                doubtful("500", Fault.status(500)),
                doubtful("500 after writing", Fault.status(500).afterWrite()),
                doubtful("502", Fault.status(502)),
                doubtful("502 as HTML after writing", Fault.html(502).afterWrite()),
                doubtful("503", Fault.status(503)),
                doubtful("504 after writing", Fault.status(504).afterWrite()),
                doubtful("520 as HTML", Fault.html(520)),
                doubtful("522", Fault.html(522)),
                doubtful("524 as HTML after writing", Fault.html(524).afterWrite()),
                doubtful("599", Fault.status(599)),
                doubtful("cut before the body is read", new Fault.Cut(Moment.BEFORE_READING)),
                doubtful("cut before writing", new Fault.Cut(Moment.BEFORE_WRITING)),
                doubtful("cut after writing", new Fault.Cut(Moment.AFTER_WRITING)),
                doubtful("no answer, nothing written", new Fault.Stall(false)),
                doubtful("no answer, but written", new Fault.Stall(true)),
                doubtful("written long after the cut", new Fault.ApplyLate(Duration.ofMillis(300))),
                doubtful("200 as HTML", reply(200, "<html>Welcome</html>")),
                // An archive's success needs no body, so one that was not written would be HubSpot's own lie.
                doubtful("200 without a body", reply(200, "").afterWrite()),
                again("an answer that is only late", new Fault.Late(Duration.ofMillis(800))),
                // A readable answer that says too little; of an archive, whose answers have no body, it says enough.
                row("cut in the answer's body", new Fault.Cut(Moment.HALF_WAY), CALL_UNCONFIRMED, ALL_SUCCEED),
                row("JSON cut short", new Fault.Misshape(Shape.TRUNCATED_JSON), CALL_UNCONFIRMED, ALL_SUCCEED),
                silent("no results", new Fault.Misshape(Shape.NO_RESULTS), CALL_UNCONFIRMED),
                silent("empty results", new Fault.Misshape(Shape.EMPTY_RESULTS), CALL_UNCONFIRMED),
                silent("one result missing", new Fault.Misshape(Shape.ONE_RESULT_MISSING), ONE_UNCONFIRMED),
                silent("one result twice", new Fault.Misshape(Shape.ONE_RESULT_TWICE), ALL_SUCCEED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void endsInTheOutcomesItAllows(String what, Fault fault, List<Integer> create, List<Integer> other) {
        // A silence is one of results, which an archive never has.
        List<Integer> archive = fault instanceof Fault.Misshape ? ALL_SUCCEED : other;

        List<Ending> endings = Stream.of(
                        begin(Batch.creates("deals", name + "c", INPUTS), fault, create),
                        begin(Batch.upserts("tickets", name + "p", INPUTS), fault, other),
                        begin(Batch.updates("companies", name + "u", INPUTS), fault, other),
                        begin(Batch.archives("quotes", INPUTS), fault, archive),
                        begin(Batch.reads("products", INPUTS), fault, other))
                .map(CompletableFuture::join)
                .toList();
        pause(fault instanceof Fault.ApplyLate ? 400 : 0);

        Truth truth = truth();
        assertAll(endings.stream().map(ending -> truthful(truth, ending)));
    }

    private record Ending(Batch batch, Answered answer, List<Integer> expected) {}

    private CompletableFuture<Ending> begin(Batch batch, Fault fault, List<Integer> expected) {
        hubSpot.add(FaultRule.of(fault).onPath(batch.path()));
        return new GatewayCaller(gateway(), token + batch.path())
                .sendAsync(batch)
                .thenApply(answer -> new Ending(batch, answer, expected));
    }

    private static Executable truthful(Truth truth, Ending ending) {
        return () -> {
            assertEquals(ending.expected(), ending.answer().counts(), ending.batch()::path);
            assertEquals(List.of(), truth.breaches(ending.batch(), ending.answer()), ending.batch()::path);
        };
    }

    private static Arguments row(String what, Fault fault, List<Integer> create, List<Integer> other) {
        return Arguments.of(what, fault, create, other);
    }

    private static Arguments again(String what, Fault fault) {
        return row(what, fault, ALL_SUCCEED, ALL_SUCCEED);
    }

    private static Arguments both(String what, Fault fault, List<Integer> counts) {
        return row(what, fault, counts, counts);
    }

    private static Arguments doubtful(String what, Fault fault) {
        return row(what, fault, CALL_UNCONFIRMED, ALL_SUCCEED);
    }

    private static Arguments silent(String what, Fault fault, List<Integer> counts) {
        return row(what, fault, counts, counts);
    }

    private static Fault.Reply reply(int status, String body) {
        return new Fault.Reply(status, Map.of("Content-Type", "application/json"), Buffer.buffer(body), false);
    }
}
