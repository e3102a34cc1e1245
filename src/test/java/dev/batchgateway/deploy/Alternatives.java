package dev.batchgateway.deploy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a selector of series asks for at once, {@code {reply=~"not_reached|untrusted"}}, one by one. */
final class Alternatives {
    private static final Pattern EITHER = Pattern.compile("(\\w+)=~\"([^\"]*)\"");

    private Alternatives() {}

    /** Selectors that ask for one value of each label; of a label without alternatives it is the one that is there. */
    static List<String> of(String selector) {
        Matcher either = EITHER.matcher(selector);
        if (!either.find()) {
            return List.of(selector);
        }
        return Stream.of(either.group(2).split("\\|", -1))
                .map(value -> selector.substring(0, either.start()) + either.group(1) + "=\"" + value + "\""
                        + selector.substring(either.end()))
                .flatMap(one -> of(one).stream())
                .toList();
    }
}
