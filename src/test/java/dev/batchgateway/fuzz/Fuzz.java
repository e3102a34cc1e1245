package dev.batchgateway.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The long run: {@code Fuzz 600 bodies replies} tries each target for ten minutes, and prints how many inputs were
 * tried. What was worth keeping stays in {@code target/fuzz}, and the next run begins with it. Without names it runs
 * all targets, without a number five minutes each. Its exit status is that of a test.
 */
public final class Fuzz {
    private static final int SECONDS = 300;

    private Fuzz() {}

    /** Runs it and prints the table. */
    public static void main(String... arguments) throws Exception {
        int seconds = Stream.of(arguments)
                .filter(argument -> argument.matches("\\d+"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(SECONDS);
        List<Target> targets = Stream.of(arguments)
                .filter(argument -> !argument.matches("\\d+"))
                .map(name -> Target.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        List<String> rows = new ArrayList<>();
        boolean foundNothing = true;
        for (Target target : targets.isEmpty() ? Arrays.asList(Target.values()) : targets) {
            GuidedRun run = new GuidedRun(
                    target.lowerCase(),
                    target.entry().getName(),
                    List.of(Path.of("target/fuzz", target.lowerCase(), "corpus"), target.saved()));
            GuidedRun.Ended ended = run.run("-max_total_time=" + seconds, "-print_final_stats=1");
            foundNothing &= ended.foundNothing();
            rows.add("| %s | %,d | %d | %d | %s |"
                    .formatted(
                            target.lowerCase(),
                            ended.executions(),
                            ended.edges(),
                            ended.corpus(),
                            ended.foundNothing() ? "nothing" : "see target/fuzz/" + target.lowerCase() + "/log.txt"));
        }
        System.out.println("| target | executions | edges reached | inputs kept | found |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.exit(foundNothing ? 0 : 1);
    }
}
