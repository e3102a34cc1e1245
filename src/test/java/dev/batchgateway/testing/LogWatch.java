package dev.batchgateway.testing;

import java.util.Queue;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Reads every line of the log as it is written, stack traces and fields with it, and keeps those that hold a token or a
 * property's value.
 */
public final class LogWatch extends Handler {
    /** Where tests' property values come from: no line of a log has any reason to hold one. */
    private static final String VALUE = "@example.com";

    private static final String CREDENTIALS = "Bearer ";

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9_-]+");

    /** A piece of a body, whatever its values are; as it is, or in a line that is JSON itself. */
    private static final Pattern BODY = Pattern.compile("inputs\\\\?\"\\s*:\\s*\\[|properties\\\\?\"\\s*:\\s*\\{");

    private final Set<String> tokens;
    private final PatternFormatter whole = new PatternFormatter("%c %s %X%e");
    private final Queue<String> leaks;

    /**
     * @param tokens what to look for; more may be added at any time
     * @param leaks takes the lines that hold one
     */
    public LogWatch(Set<String> tokens, Queue<String> leaks) {
        this.tokens = tokens;
        this.leaks = leaks;
    }

    @Override
    public void publish(LogRecord line) {
        String text = whole.format(line);
        if (holds(text)) {
            leaks.add(text);
        }
    }

    /** Whether a text holds a token, whoever sent it, or a property's value. */
    public boolean holds(String text) {
        return text.contains(CREDENTIALS)
                || text.contains(VALUE)
                || BODY.matcher(text).find()
                || BETWEEN_WORDS.splitAsStream(text).anyMatch(tokens::contains);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
