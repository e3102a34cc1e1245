package dev.batchgateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the gateway, by its Micrometer name; Prometheus shows {@code gateway.permit.wait} as
 * {@code gateway_permit_wait_seconds}. A new one gets a row in the README, too, or a test fails.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are of List.of() and Stream.toList().
public enum Metric {
    /** What became of inputs. */
    INPUTS(
            "gateway.inputs",
            Type.COUNTER,
            "inputs",
            "Inputs of batches that have ended, by what became of them; a stream's count at its end, and those of a batch"
                    + " that is cut and sent again each time",
            Buckets.NONE,
            Label.OPERATION,
            Label.FAMILY,
            Label.OUTCOME),
    /** What became of what was sent again. */
    RESENDS(
            "gateway.resends",
            Type.COUNTER,
            "requests",
            "Batches marked as sent again or with an Idempotency-Key, by what was found of an earlier attempt",
            Buckets.NONE,
            Label.FOUND),
    /** Who was not let in. */
    CALLERS_DENIED(
            "gateway.callers.denied",
            Type.COUNTER,
            "requests",
            "Requests refused at the door because of who sends them; what came behind their head was not looked at",
            Buckets.NONE,
            Label.DENIAL),
    /** Callers' connections. */
    CONNECTIONS(
            "gateway.connections",
            "connections",
            "Callers' open connections, of a second ago at most, which quarkus.http.limits.max-connections bounds"),
    /** Their bound. */
    CONNECTIONS_BOUND("gateway.connections.bound", "connections", "The most of them, as configured; 0 for no bound"),
    /** Who is too slow, or one too many. */
    CONNECTIONS_CLOSED(
            "gateway.connections.closed",
            Type.COUNTER,
            "connections",
            "Those the gateway closed because no request's head came in time: none at all (gateway.edge.head), or none"
                    + " after an answer (gateway.edge.keep-alive), which is how idle ones end; or because there was no"
                    + " memory for what came on them",
            Buckets.NONE,
            Label.LIMIT),
    /** What came and is no request yet, and heads. */
    CONNECTIONS_HELD_BYTES(
            "gateway.connections.held.bytes",
            "bytes",
            "What counts for callers' connections: what came on them and is no request yet, and the heads of requests"
                    + " under way"),
    /** Its bound. */
    CONNECTIONS_HELD_BOUND_BYTES(
            "gateway.connections.held.bound.bytes", "bytes", "The most of it, a sixteenth of the heap"),
    /** What callers were answered. */
    ANSWERS(
            "gateway.answers",
            Type.COUNTER,
            "requests",
            "Requests whose answer is over, by what they asked for, the status that went out, and whose refusal it was",
            Buckets.NONE,
            Label.KIND,
            Label.STATUS,
            Label.CATEGORY),
    /** How long batches, and calls that are passed on, wait for permits. */
    PERMIT_WAIT(
            "gateway.permit.wait",
            Type.TIMER,
            "seconds",
            "From wanting a permit, or from having got the last one, to getting it; batches, and calls that are passed on",
            Buckets.WAITS,
            Label.BUDGET),
    /** How long calls take. */
    CALL(
            "gateway.call",
            Type.TIMER,
            "seconds",
            "From handing a call to the network to the end of its answer, or to giving up on one",
            Buckets.CALLS,
            Label.BUDGET,
            Label.REPLY),
    /** How long calls take that are passed on. */
    PASSED_ON(
            "gateway.passed.on",
            Type.TIMER,
            "seconds",
            "From handing a call that is passed on to the network to the head of HubSpot's answer, or to its failure",
            Buckets.CALLS,
            Label.ANSWER),
    /** What HubSpot answers. */
    CALLS(
            "gateway.calls",
            Type.COUNTER,
            "calls",
            "Calls that have ended, by HubSpot's HTTP status; none is no answer that could be read",
            Buckets.NONE,
            Label.BUDGET,
            Label.CODE),
    /** What singling out bad inputs costs. */
    ISOLATION_CALLS(
            "gateway.isolation.calls",
            Type.COUNTER,
            "calls",
            "Calls spent on finding the inputs for which HubSpot refused a whole call, as"
                    + " gateway.dispatch.max-isolation-calls counts them",
            Buckets.NONE,
            Label.OPERATION),
    /** Why inputs are sent again. */
    RETRIES(
            "gateway.retries",
            Type.COUNTER,
            "calls",
            "Calls whose inputs were in an earlier one, by how the last of these ended; X-Gateway-Retries adds up the same",
            Buckets.NONE,
            Label.REASON),
    /** How long inputs pause before they are sent again. */
    BACKOFF(
            "gateway.backoff",
            Type.TIMER,
            "seconds",
            "The pause before a call's inputs are sent again, as planned; 0 when only the lane decides. What is sent again in"
                    + " parts at once has none",
            Buckets.PAUSES,
            Label.REASON),
    /** The size of the windows. */
    WINDOW_PERMITS(
            "gateway.window.permits",
            "calls",
            "Calls in a window, as far as HubSpot has told; all lanes",
            Label.BUDGET),
    /** What is left of the windows. */
    WINDOW_AVAILABLE(
            "gateway.window.available",
            "calls",
            "Permits of the windows that no call of this gateway has now, whatever others that share them have; all lanes",
            Label.BUDGET),
    /** Calls under way. */
    IN_FLIGHT("gateway.in.flight", "calls", "Calls under way; all lanes", Label.BUDGET),
    /** The bound on them that HubSpot's overload has taught. */
    IN_FLIGHT_BOUND(
            "gateway.in.flight.bound",
            "calls",
            "Most calls under way at once that the lanes allow themselves now; all lanes",
            Label.BUDGET),
    /** Calls under way, as the process bounds them. */
    PROCESS_IN_FLIGHT(
            "gateway.process.in.flight",
            "calls",
            "Calls under way in the process, which gateway.dispatch.max-in-flight bounds"),
    /** Its bound. */
    PROCESS_IN_FLIGHT_BOUND(
            "gateway.process.in.flight.bound",
            "calls",
            "The most of them, as configured; one account gets three quarters"),
    /** Batches at once. */
    BATCHES(
            "gateway.batches",
            "batches",
            "Batches that are served, from their head to their answer, which gateway.edge.max-batches bounds"),
    /** Their bound. */
    BATCHES_BOUND("gateway.batches.bound", "batches", "The most of them, as configured; one caller gets fewer"),
    /** Calls passed on at once. */
    PASSED_ON_PLACES(
            "gateway.passed.on.places",
            "calls",
            "Calls that are passed on, from their head to their answer's end, which gateway.edge.max-passed-on bounds"),
    /** Their bound. */
    PASSED_ON_PLACES_BOUND(
            "gateway.passed.on.places.bound", "calls", "The most of them, as configured; one caller gets fewer"),
    /** The lines. */
    BATCHES_WAITING(
            "gateway.batches.waiting",
            "requests",
            "Batches, and calls that are passed on, that wait for a permit; all lanes",
            Label.BUDGET),
    /** Lanes with a shut door. */
    LANES_SHUT("gateway.lanes.shut", "lanes", "Lanes that a 429 has shut", Label.BUDGET),
    /** Lanes without their store. */
    LANES_ALONE(
            "gateway.lanes.alone",
            "lanes",
            "Lanes that go on with their part of a shared budget, because its store is lost",
            Label.BUDGET),
    /** The accounts. */
    ACCOUNTS("gateway.accounts", "accounts", "Accounts (apps) that are remembered, each with its two lanes"),
    /** Closed quotas. */
    QUOTA_CLOSED("gateway.quota.closed", "accounts", "HubSpot accounts whose daily quota is used up"),
    /** The scarcest quota. */
    QUOTA_REMAINING(
            "gateway.quota.remaining",
            "calls",
            "Calls left today in the HubSpot account that has the fewest; NaN while HubSpot has told of none"),
    /** How it stands with Redis. */
    SHARED_STORE(
            "gateway.shared.store",
            "states",
            "1 for how it stands with Redis, 0 for the others; unknown until a batch has come",
            Label.STATE),
    /** How often Redis is asked. */
    SHARED_STORE_EXCHANGES(
            "gateway.shared.store.exchanges",
            Type.COUNTER,
            "exchanges",
            "Exchanges with Redis about shared budgets and the register of records, those without an answer included",
            Buckets.NONE),
    /** How often it does not answer. */
    SHARED_STORE_FAILURES(
            "gateway.shared.store.failures",
            Type.COUNTER,
            "exchanges",
            "Those of them without an answer in time: gateway.limit.redis-timeout, for the register five times that",
            Buckets.NONE),
    /** What the register lacks. */
    REGISTER_MISSING(
            "gateway.register.missing",
            "records",
            "Batches held here of which other gateways do not know, because Redis did not take them in; told again once a"
                    + " second"),
    /** Bodies, inputs of streams and answers. */
    HELD_BYTES(
            "gateway.held.bytes",
            "bytes",
            "Bytes that batches hold in memory, which gateway.edge.max-held bounds: bodies, inputs, answers"),
    /** Its bound. */
    HELD_BOUND_BYTES("gateway.held.bound.bytes", "bytes", "The most of them, as configured or from the heap"),
    /** Answers on disk. */
    SPOOL_BYTES(
            "gateway.spool.bytes",
            "bytes",
            "Bytes of answers on disk or on their way there, which gateway.edge.max-spool bounds"),
    /** Their bound. */
    SPOOL_BOUND_BYTES("gateway.spool.bound.bytes", "bytes", "The most of them, as configured; 0 for no spool"),
    /** Outcomes for who may come back. */
    RESUME_BYTES(
            "gateway.resume.bytes",
            "bytes",
            "Bytes of outcomes kept for callers who left, which gateway.edge.max-resume bounds; in memory or on disk"),
    /** Their bound. */
    RESUME_BOUND_BYTES("gateway.resume.bound.bytes", "bytes", "The most of them, as configured or from max-held"),
    /** Bodies of calls, and their answers. */
    IN_FLIGHT_BYTES(
            "gateway.in.flight.bytes",
            "bytes",
            "Bytes of the calls under way and of the answers they are expected to bring, which"
                    + " gateway.dispatch.max-in-flight-bytes bounds"),
    /** Their bound. */
    IN_FLIGHT_BOUND_BYTES(
            "gateway.in.flight.bound.bytes",
            "bytes",
            "The most of them, as configured or from the heap; a larger call goes alone");

    /** What a metric is. */
    public enum Type {
        /** What has happened so far; it only grows. */
        COUNTER,
        /** A value at a moment. */
        GAUGE,
        /** Durations: how many, their sum, the longest of the last minutes, and a histogram. */
        TIMER
    }

    /** A dimension, and the values it can have. */
    @SuppressWarnings("ImmutableEnumChecker") // As above.
    public enum Label {
        /** What batches ask for. */
        OPERATION("operation", Values.operations()),
        /** Of which of HubSpot's versions a batch's path is. */
        FAMILY("family", Values.families()),
        /** What became of an input. */
        OUTCOME("outcome", Values.outcomes()),
        /** What was found of an earlier attempt. */
        FOUND("found", Values.found()),
        /** Why a caller was not let in. */
        DENIAL("denial", Values.denials()),
        /** Which time was over. */
        LIMIT("limit", Values.limits()),
        /** What a caller asked for. */
        KIND("kind", Values.kinds()),
        /** The HTTP status of an answer to a caller. */
        STATUS("status", Values.statuses()),
        /** Whose refusal an answer is, and why. */
        CATEGORY("category", Values.categories()),
        /** How HubSpot has answered a call that was passed on. */
        ANSWER("answer", Values.answers()),
        /** Whose limit is spent. */
        BUDGET("budget", Values.budgets()),
        /** How a call has ended. */
        REPLY("reply", Values.replies()),
        /** HubSpot's HTTP status. */
        CODE("code", Codes.all()),
        /** How it stands with Redis. */
        STATE("state", Values.stores()),
        /** Why inputs are sent again: how their last call has ended. */
        REASON("reason", Values.replies());

        private final String key;
        private final List<String> possible;

        Label(String key, List<String> possible) {
            this.key = key;
            this.possible = possible;
        }

        /** Its name. */
        public String key() {
            return key;
        }

        /** Every value it can have. */
        public List<String> possible() {
            return possible;
        }
    }

    /** Upper bounds of histograms, in seconds. A series of Prometheus each, so there are no more than tell something. */
    private static final class Buckets {
        /** At once, within a second, within a window or two, within a batch's deadline. */
        static final List<Double> WAITS =
                List.of(0.01, 0.05, 0.1, 0.5, 1., 2., 5., 10., 20., 30., 60., 120., 300., 600.);
        /** HubSpot usually takes 0.1 to 0.5 s, and gives up after 100; its time-out here is 110. */
        static final List<Double> CALLS =
                List.of(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1., 1.5, 2.5, 5., 10., 30., 60., 110.);
        /** None; HubSpot's two seconds after a lock; the longest of ours, and longer ones it asks for. */
        static final List<Double> PAUSES = List.of(0.001, 1., 2., 3., 5., 10., 20., 60.);
        /** What is no duration has none. */
        static final List<Double> NONE = List.of();

        private Buckets() {}
    }

    private final String id;
    private final Type type;
    private final String unit;
    private final String meaning;
    private final List<Double> buckets;
    private final List<Label> labels;

    Metric(String id, String unit, String meaning, Label... labels) {
        this(id, Type.GAUGE, unit, meaning, Buckets.NONE, labels);
    }

    Metric(String id, Type type, String unit, String meaning, List<Double> buckets, Label... labels) {
        this.id = id;
        this.type = type;
        this.unit = unit;
        this.meaning = meaning;
        this.buckets = buckets;
        this.labels = List.of(labels);
    }

    /** Its name in Micrometer. */
    public String id() {
        return id;
    }

    /** What it is. */
    public Type type() {
        return type;
    }

    /** What is measured or counted. */
    public String unit() {
        return unit;
    }

    /** What it says. */
    public String meaning() {
        return meaning;
    }

    /** Its dimensions. */
    public List<Label> labels() {
        return labels;
    }

    /** The tags of one series: a value for each label, in their order. */
    Tags tags(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(id + " has the labels " + labels + ", not " + Arrays.toString(values));
        }
        List<Tag> tags = new ArrayList<>();
        for (Label label : labels) {
            String value = values[tags.size()];
            if (!label.possible().contains(value)) {
                throw new IllegalArgumentException(label.key() + " of " + id + " cannot be " + value);
            }
            tags.add(Tag.of(label.key(), value));
        }
        return Tags.of(tags);
    }

    /** The timers of this metric in {@code registry}, to be told apart by {@link #tags}. */
    Meter.MeterProvider<Timer> timers(MeterRegistry registry) {
        Duration[] bounds = buckets.stream()
                .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
        return Timer.builder(id)
                .description(meaning)
                .serviceLevelObjectives(bounds)
                .withRegistry(registry);
    }

    /** The counters of this metric in {@code registry}, to be told apart by {@link #tags}. */
    Meter.MeterProvider<Counter> counters(MeterRegistry registry) {
        return Counter.builder(id).description(meaning).withRegistry(registry);
    }

    /**
     * A counter of this metric in {@code registry}, for one value of each label, that {@code owner} keeps itself; when
     * nobody else holds the owner any more, it stands still.
     */
    <T> void counter(MeterRegistry registry, T owner, ToDoubleFunction<T> value, String... values) {
        FunctionCounter.builder(id, owner, value)
                .description(meaning)
                .tags(tags(values))
                .register(registry);
    }

    /** A gauge of this metric in {@code registry}, for one value of each label. */
    void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(id, value).description(meaning).tags(tags(values)).register(registry);
    }
}
