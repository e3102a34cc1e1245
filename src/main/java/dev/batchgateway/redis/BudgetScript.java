package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.QuotaNews;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code budget.lua}, which does a whole exchange in Redis at once: its text, its arguments and its answer. */
final class BudgetScript {
    private static final String RESOURCE = "budget.lua";
    /** The names of another form of what is kept must not begin like these: old and new gateways run side by side. */
    private static final String KEYS = "batchgateway:2:";

    private static final int ANSWERS = 22;

    private final Script script;
    private final List<String> times;

    /**
     * @param text what {@link #load} gives; a test's may have another clock
     * @param times go along with each report, so that all the script knows is what it is told
     */
    BudgetScript(String text, BudgetTimes times) {
        this.script = new Script(text);
        this.times = List.of(
                micros(times.lease()),
                micros(times.remembered()),
                micros(times.settling()),
                micros(times.grace()),
                micros(times.opening()));
    }

    /** The script by its digest, which is what Redis usually has. */
    Request byDigest(List<String> arguments) {
        return with(script.byDigest(), arguments);
    }

    /** The script itself, for a Redis that does not have it yet, or no more. */
    Request whole(List<String> arguments) {
        return with(script.whole(), arguments);
    }

    /**
     * What a report is to the script.
     *
     * @param number of this gateway's reports, growing
     */
    List<String> arguments(String portal, String lane, String gateway, long number, Report report) {
        Arguments arguments = new Arguments(50 + report.endedAgoNanos().size());
        // A cluster keeps keys with the same text between braces together.
        String keys = KEYS + "{" + portal + "}:";
        arguments
                .add("4")
                .add(keys + lane + ":rate")
                .add(keys + lane + ":members")
                .add(keys + lane + ":back")
                .add(keys + "quota");
        arguments.add(gateway).add(number);
        arguments.add(report.firstTurns()).add(report.laterTurns()).add(report.soon());
        arguments.add(report.held()).add(report.rejoins());
        add(arguments, report.rate());
        arguments.add(report.door().isShut()).add(microsUp(report.door().opensInNanos()));
        arguments.addAgo(report.door().answeredAgoNanos());
        arguments.add(report.use().kept());
        arguments.addAgo(report.use().usedAgoNanos()).addAgo(report.use().otherAgoNanos());
        add(arguments, report.quota());
        arguments.add(report.reserve());
        arguments.all.addAll(times);
        report.endedAgoNanos().forEach(arguments::addAgo);
        return arguments.all;
    }

    private static void add(Arguments arguments, SharedRate rate) {
        arguments.add(rate.permits()).add(microsUp(rate.windowNanos())).add(rate.isTold());
        arguments.addAgo(rate.sentAgoNanos()).addAgo(rate.readAgoNanos());
        arguments.add(rate.lowerings()).addAgo(rate.changedAgoNanos());
    }

    private static void add(Arguments arguments, QuotaNews quota) {
        arguments.addAgo(quota.usedUpAgo()).add(microsUp(Math.max(0, quota.askedNanos())));
        arguments.addAgo(quota.answeredAgo()).addAgo(quota.calledAgo());
        arguments.add(quota.remaining()).addAgo(quota.sentAgo()).addAgo(quota.readAgo());
        arguments.add(quota.underWay()).add(quota.returnsProbe());
    }

    /** What the script answers; a script that answers anything else is no store. */
    static Reserved read(@Nullable Response answer) {
        if (answer == null || answer.size() != ANSWERS) {
            return Reserved.LOST;
        }
        Answers answers = new Answers(answer);
        Reserved reserved = new Reserved(
                true,
                answers.number(),
                answers.number(),
                answers.nanos(),
                answers.is(),
                new SharedRate(
                        answers.number(),
                        answers.nanos(),
                        answers.is(),
                        answers.nanos(),
                        answers.nanos(),
                        answers.number(),
                        answers.nanos()),
                answers.nanos(),
                answers.is(),
                new QuotaNews(
                        answers.nanos(),
                        answers.nanos(),
                        answers.nanos(),
                        answers.nanos(),
                        answers.whole(),
                        answers.nanos(),
                        answers.nanos(),
                        answers.number(),
                        false),
                answers.is());
        return answers.isWrong ? Reserved.LOST : reserved;
    }

    /** What the script is called with, in the order in which it takes it. */
    private static final class Arguments {
        private final List<String> all;

        private Arguments(int about) {
            all = new ArrayList<>(about);
        }

        Arguments add(String text) {
            all.add(text);
            return this;
        }

        Arguments add(long number) {
            return add(String.valueOf(number));
        }

        Arguments add(boolean is) {
            return add(is ? "1" : "0");
        }

        /** How long ago, rounded down, so that nothing comes back too early; -1 for never. */
        Arguments addAgo(long nanos) {
            return add(nanos == QuotaNews.NEVER ? -1 : TimeUnit.NANOSECONDS.toMicros(nanos));
        }
    }

    /** What the script has answered, in the order in which it does. */
    private static final class Answers {
        private final Response all;
        private int next;
        private boolean isWrong;

        private Answers(Response all) {
            this.all = all;
        }

        long whole() {
            Long value = all.get(next++).toLong();
            isWrong |= value == null;
            return value == null ? 0 : value;
        }

        int number() {
            return (int) whole();
        }

        boolean is() {
            return whole() == 1;
        }

        /** Microseconds, of which -1 is never. */
        long nanos() {
            long micros = whole();
            return micros < 0 ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(micros);
        }
    }

    private static Request with(Request request, List<String> arguments) {
        arguments.forEach(request::arg);
        return request;
    }

    private static String micros(Duration time) {
        return String.valueOf(microsUp(time.toNanos()));
    }

    private static long microsUp(long nanos) {
        return Math.floorDiv(nanos + 999, 1_000L);
    }

    /** The text of the script in this program. */
    static String load() {
        return Script.text(RESOURCE);
    }
}
