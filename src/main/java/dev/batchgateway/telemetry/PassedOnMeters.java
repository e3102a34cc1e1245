package dev.batchgateway.telemetry;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Exchange;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Counts and times calls that are passed on, and shows how many are at once. Thread-safe. */
public final class PassedOnMeters implements Consumer<Exchange> {
    private final Meter.MeterProvider<Timer> calls;

    /** @param registry keeps the meters; every answer is there from the beginning */
    public PassedOnMeters(MeterRegistry registry) {
        this.calls = Metric.PASSED_ON.timers(registry);
        Values.answers().forEach(this::call);
    }

    /**
     * Registers the gauges of their places. To be called once for a registry.
     *
     * @param taken how many are taken now; asked on any thread
     * @param most how many there are
     */
    public static void show(IntSupplier taken, int most, MeterRegistry registry) {
        Metric.PASSED_ON_PLACES.gauge(registry, taken::getAsInt);
        Metric.PASSED_ON_PLACES_BOUND.gauge(registry, () -> most);
    }

    /** A call has ended, as far as it is heard: with the head of HubSpot's answer, or without one. */
    @Override
    public void accept(Exchange exchange) {
        call(answer(exchange.reply())).record(exchange.endedNanos() - exchange.sentNanos(), TimeUnit.NANOSECONDS);
    }

    private static String answer(Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            return Values.answer(answered.answer().status());
        }
        if (reply instanceof Reply.Refused refused) {
            return Values.answer(refused.status());
        }
        return reply instanceof Reply.NotReached ? Values.NOT_REACHED : Values.NO_ANSWER;
    }

    private Timer call(String answer) {
        return calls.withTags(Metric.PASSED_ON.tags(answer));
    }
}
