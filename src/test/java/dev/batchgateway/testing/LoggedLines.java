package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Lines of the log that begin in a certain way, with their fields. */
public final class LoggedLines {
    private final Collecting collecting;

    /** Those that begin with {@code beginning}. */
    public LoggedLines(String beginning) {
        this.collecting = new Collecting(beginning);
    }

    /** Collects from now on. */
    public void start() {
        Logger.getLogger("").addHandler(collecting);
    }

    /** Collects no more. */
    public void stop() {
        Logger.getLogger("").removeHandler(collecting);
    }

    /** Waits until there are so many: a line may come just after its answer. */
    public void await(int count) {
        for (int i = 0; i < 250 && texts().size() < count; i++) {
            Polling.pause(Duration.ofMillis(20));
        }
        assertTrue(texts().size() >= count, () -> "Only " + texts());
    }

    /** What they say. */
    public List<String> texts() {
        synchronized (collecting) {
            return List.copyOf(collecting.texts);
        }
    }

    /** What went wrong, of each with its stack trace; empty where nothing is said of that. */
    public List<String> traces() {
        synchronized (collecting) {
            return List.copyOf(collecting.traces);
        }
    }

    /** Their fields. */
    public List<Map<String, String>> fields() {
        synchronized (collecting) {
            return List.copyOf(collecting.fields);
        }
    }

    private static final class Collecting extends Handler {
        private final PatternFormatter message = new PatternFormatter("%s");
        private final PatternFormatter trace = new PatternFormatter("%e");
        private final String beginning;
        private final List<String> texts = new ArrayList<>();
        private final List<String> traces = new ArrayList<>();
        private final List<Map<String, String>> fields = new ArrayList<>();

        Collecting(String beginning) {
            this.beginning = beginning;
        }

        @Override
        public synchronized void publish(LogRecord line) {
            String text = message.format(line);
            if (text.startsWith(beginning)) {
                texts.add(text);
                traces.add(trace.format(line));
                fields.add(Map.copyOf(ExtLogRecord.wrap(line).getMdcCopy()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
