package dev.batchgateway.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The saved inputs, and a short run of the fuzzer that begins with them; {@link Fuzz} is the long one. */
class FuzzTest {
    private static final int EXECUTIONS = 5_000;
    private static final String SAME_EACH_TIME = "-seed=20261126";
    /** The second compiler would cost more than it saves. */
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    @TempDir
    private Path corpus;

    @ParameterizedTest
    @MethodSource("saved")
    void savedInputsAreReadAsJacksonReadsThem(Target target, Path file) throws IOException {
        target.tryOne(Files.readAllBytes(file));
    }

    static Stream<Arguments> saved() {
        return Stream.of(Target.values())
                .flatMap(target -> target.savedInputs().stream().map(file -> Arguments.of(target, file)));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFuzzerMakesOfThemIsReadAsJacksonReadsIt(Target target) throws IOException, InterruptedException {
        GuidedRun.Ended ended = new GuidedRun(
                        "short-" + target.lowerCase(), target.entry().getName(), List.of(corpus, target.saved()))
                .run("-runs=" + EXECUTIONS, SAME_EACH_TIME, FIRST_COMPILER);

        assertTrue(ended.foundNothing(), ended::output);
        assertEquals(EXECUTIONS, ended.executions());
        assertTrue(ended.corpus() > target.savedInputs().size(), "it is guided: " + ended.output());
    }

    @Test
    void aMistakeIsFound() throws IOException, InterruptedException {
        Files.writeString(corpus.resolve("seed"), "{}");

        GuidedRun.Ended ended = new GuidedRun("short-wrong", WrongTarget.class.getName(), List.of(corpus))
                .run("-runs=1000000", SAME_EACH_TIME, FIRST_COMPILER);

        assertFalse(ended.foundNothing());
        assertTrue(ended.output().contains("IllegalStateException: found"), ended::output);
    }
}
