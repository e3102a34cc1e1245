package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prometheus' own tool, which checks rules and tries them on series. */
final class Promtool {
    private Promtool() {}

    /** Whether it is on the path. */
    static boolean isHere() {
        return isHere("promtool");
    }

    /** Whether {@code program} is on the path. */
    static boolean isHere(String program) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The rules that ship, taken out of the operator's object; {@code rules.yml} in {@code directory}. */
    static Path rules(Path directory) throws IOException {
        Path file = directory.resolve("rules.yml");
        // JSON is YAML.
        new ObjectMapper()
                .writeValue(
                        file.toFile(), Map.of("groups", MonitoringTest.groups().there()));
        return file;
    }

    /** What it says of what it finds right. */
    static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tool.waitFor(), told);
        return told;
    }
}
