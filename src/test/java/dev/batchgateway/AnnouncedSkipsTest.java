package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who reads what {@code .ci/run} says before it begins knows which tests will be skipped there, and why. */
class AnnouncedSkipsTest {
    private static final Pattern ASSUMING =
            Pattern.compile("(?m)^import (static )?org\\.junit\\.jupiter\\.api\\.(Assumptions|condition)\\b");

    /** An assumption with its condition and its sentence, or a condition in an annotation. */
    private static final Pattern REASON = Pattern.compile(
            "(?s)\\b(?:assume(?:True|False)|assumingThat|abort)\\(.*?\\);|@(?:En|Dis)abled\\w+(?:\\([^)]*\\))?");

    private static final Pattern EXTENDED = Pattern.compile("\\bextends (\\w+)");

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(?:/\\*(?s:.*?)\\*/|//.*$)");
    private static final Pattern BEGINNING = Pattern.compile("(?m)^\\./mvnw ");
    private static final Pattern ANNOUNCEMENT = Pattern.compile("(?m)^[^#\\n]*\\becho (['\"])(== .*)\\1");

    /** Each reason of a class has a line of its own that names the class. */
    @Test
    void everyReasonToSkipIsAnnounced() throws IOException {
        List<String> announcements = announcements(Files.readString(Path.of(".ci", "run")));

        Map<String, Set<String>> skipping = skipping();

        assertFalse(skipping.isEmpty());
        skipping.forEach((name, reasons) -> assertTrue(
                announcements.stream().filter(line -> isNamed(name, line)).count() >= reasons.size(),
                () -> name + " has more reasons, " + reasons + ", than announcements in " + announcements));
    }

    private static List<String> announcements(String script) {
        return ANNOUNCEMENT
                .matcher(BEGINNING.split(script, 2)[0])
                .results()
                .map(announcement -> announcement.group(2))
                .toList();
    }

    /** Test classes with the reasons to skip any of their tests: their own, inherited ones, and those of helpers they name. */
    private static Map<String, Set<String>> skipping() throws IOException {
        Map<String, String> codes = codes();
        Map<String, Set<String>> own = new TreeMap<>();
        codes.forEach((name, code) -> {
            if (ASSUMING.matcher(code).find()) {
                own.put(name, reasons(code));
            }
        });
        Map<String, Set<String>> skipping = new TreeMap<>();
        codes.keySet().stream().filter(AnnouncedSkipsTest::isTest).forEach(test -> {
            Set<String> all = new TreeSet<>();
            for (String name = test; codes.containsKey(name); name = extended(codes.getOrDefault(name, ""))) {
                String code = codes.getOrDefault(name, "");
                all.addAll(own.getOrDefault(name, Set.of()));
                own.forEach((helper, its) -> all.addAll(!isTest(helper) && isNamed(helper, code) ? its : Set.of()));
            }
            if (!all.isEmpty()) {
                skipping.put(test, all);
            }
        });
        return skipping;
    }

    /** All of the tests' classes without their comments, which name much that is not done. */
    private static Map<String, String> codes() throws IOException {
        Map<String, String> codes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file :
                    files.filter(any -> any.toString().endsWith(".java")).toList()) {
                codes.put(
                        file.getFileName().toString().replace(".java", ""),
                        COMMENT.matcher(Files.readString(file)).replaceAll(""));
            }
        }
        return codes;
    }

    private static Set<String> reasons(String code) {
        Set<String> reasons =
                REASON.matcher(code).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(reasons.isEmpty(), code);
        return reasons;
    }

    private static String extended(String code) {
        Matcher extended = EXTENDED.matcher(code);
        return extended.find() ? extended.group(1) : "";
    }

    private static boolean isNamed(String name, String text) {
        return Pattern.compile("\\b" + name + "\\b").matcher(text).find();
    }

    private static boolean isTest(String name) {
        return name.endsWith("Test") || name.endsWith("IT");
    }
}
