package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code budget.lua}, which does a whole exchange in Redis at once: its text, its arguments and its answer. */
final class BudgetScript {
    private static final String RESOURCE = "budget.lua";
    /** The names of another form of what is kept must not begin like these: old and new gateways run side by side. */
    private static final String KEYS = "batchgateway:1:";

    private static final int ANSWERS = 7;

    private final String text;
    private final String digest;
    private final List<String> times;

    /**
     * @param text what {@link #load} gives; a test's may have another clock
     * @param times go along with each report, so that all the script knows is what it is told
     */
    BudgetScript(String text, BudgetTimes times) {
        this.text = text;
        this.digest = digest(text);
        this.times = List.of(
                micros(times.lease()), micros(times.remembered()), micros(times.settling()), micros(times.grace()));
    }

    /** The script by its digest, which is what Redis usually has. */
    Request byDigest(List<String> arguments) {
        return request(Command.EVALSHA, digest, arguments);
    }

    /** The script itself, for a Redis that does not have it yet, or no more. */
    Request whole(List<String> arguments) {
        return request(Command.EVAL, text, arguments);
    }

    /**
     * What a report is to the script.
     *
     * @param number of this gateway's reports, growing
     */
    List<String> arguments(String lane, String gateway, long number, Report report) {
        List<String> arguments = new ArrayList<>(20 + report.endedAgoNanos().size());
        // A cluster keeps keys with the same text between braces together.
        String keys = KEYS + "{" + lane + "}:";
        arguments.add("3");
        arguments.add(keys + "rate");
        arguments.add(keys + "members");
        arguments.add(keys + "back");
        arguments.add(gateway);
        arguments.add(String.valueOf(number));
        arguments.add(String.valueOf(report.firstTurns()));
        arguments.add(String.valueOf(report.laterTurns()));
        arguments.add(String.valueOf(report.kept()));
        arguments.add(String.valueOf(report.held()));
        arguments.add(report.rejoins() ? "1" : "0");
        arguments.add(report.isTold() ? "1" : "0");
        arguments.add(String.valueOf(report.permits()));
        arguments.add(String.valueOf(microsUp(report.windowNanos())));
        arguments.add(String.valueOf(microsUp(report.shutNanos())));
        arguments.addAll(times);
        for (long ago : report.endedAgoNanos()) {
            // Rounded down: nothing comes back too early.
            arguments.add(String.valueOf(TimeUnit.NANOSECONDS.toMicros(ago)));
        }
        return arguments;
    }

    /** What the script answers; a script that answers anything else is no store. */
    static Reserved read(@Nullable Response answer) {
        if (answer == null || answer.size() != ANSWERS) {
            return Reserved.LOST;
        }
        long[] values = new long[ANSWERS];
        for (int i = 0; i < ANSWERS; i++) {
            Long value = answer.get(i).toLong();
            if (value == null) {
                return Reserved.LOST;
            }
            values[i] = value;
        }
        return new Reserved(
                true,
                (int) values[0],
                (int) values[1],
                TimeUnit.MICROSECONDS.toNanos(values[2]),
                (int) values[3],
                values[4] < 0 ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(values[4]),
                TimeUnit.MICROSECONDS.toNanos(values[5]),
                values[6] == 1);
    }

    private static Request request(Command command, String script, List<String> arguments) {
        Request request = Request.cmd(command).arg(script);
        arguments.forEach(request::arg);
        return request;
    }

    private static String micros(Duration time) {
        return String.valueOf(microsUp(time.toNanos()));
    }

    private static long microsUp(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos + 999);
    }

    /** The text of the script in this program. */
    static String load() {
        try (InputStream script = BudgetScript.class.getResourceAsStream(RESOURCE)) {
            if (script == null) {
                throw new IllegalStateException("The program lacks its resource " + RESOURCE);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
