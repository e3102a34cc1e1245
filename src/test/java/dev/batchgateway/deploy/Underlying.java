package dev.batchgateway.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an alert's expression looks at, asked for so that it has an answer where all of it is there, whether the alert fires
 * or not: comparisons tell of every series whether they hold, of two sides of which one is taken from the other those that
 * both have, and what may be absent is asked for by itself.
 */
final class Underlying {
    private static final Pattern COMPARISON = Pattern.compile(" ([<>]) ");
    private static final Pattern WITHOUT = Pattern.compile("\\bunless\\b");
    private static final Pattern OR_ABSENT = Pattern.compile("\\s+or\\s+absent\\(([^()]*)\\)");

    private Underlying() {}

    /** The questions that one alert's {@code expression} is made of. */
    static List<String> of(String expression) {
        List<String> questions = new ArrayList<>();
        Matcher absent = OR_ABSENT.matcher(expression);
        String present = absent.replaceAll("");
        questions.add(WITHOUT.matcher(COMPARISON.matcher(present).replaceAll(" $1 bool "))
                .replaceAll("and"));
        absent.reset();
        while (absent.find()) {
            questions.add(absent.group(1));
        }
        return questions;
    }
}
