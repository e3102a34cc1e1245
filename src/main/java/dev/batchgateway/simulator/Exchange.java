package dev.batchgateway.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One call from its first line on: counted, let in or refused, met by a fault or not, answered. */
final class Exchange {
    private final Session session;
    private final SimulatorSetup setup;
    private final Script script;
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Route route;
    private final Caller caller;
    private final int number;
    private final Instant arrival;

    Exchange(Session session, SimulatorSetup setup, Script script, Vertx vertx, HttpServerRequest request) {
        this.session = session;
        this.setup = setup;
        this.script = script;
        this.vertx = vertx;
        this.request = request;
        this.route = Route.of(request.method(), request.path());
        this.caller = Caller.of(request.getHeader("Authorization"));
        this.number = session.ledger().nextCall();
        this.arrival = setup.clock().instant();
    }

    void begin() {
        session.ledger().arrived(received());
        AnswerWriter writer = new AnswerWriter(session, vertx, request, number);
        long queued = session.chance().queueMillis(setup.settings());
        if (queued == 0) {
            enter(writer);
        } else {
            request.pause();
            vertx.setTimer(queued, timer -> enter(writer));
        }
    }

    private void enter(AnswerWriter writer) {
        Instant now = setup.clock().instant();
        Entry entry = new Door(session, script).enter(caller, route.operation(), request.uri(), number, now);
        writer.show(entry.admission());
        if (entry.isCutBeforeReading()) {
            writer.cut();
            return;
        }
        // A body that breaks off has nobody left to answer; the writer notices that the connection closed.
        request.body().onSuccess(body -> bodyRead(body, entry, writer));
        request.resume();
    }

    private void bodyRead(Buffer bytes, Entry entry, AnswerWriter writer) {
        SimulatorSettings settings = setup.settings();
        ParsedBody body = ParsedBody.of(route.operation(), bytes);
        session.ledger()
                .bodyRead(number, settings.get(Behaviour.KEEP_RAW_BODIES) ? bytes.toString() : "", body.inputs());
        long latency = session.chance().latencyMillis(settings);
        Optional<Answer> refusal = refusal(entry);
        int most = settings.get(Limits.SIMULTANEOUS_CALLS);
        if (refusal.isPresent()) {
            writer.answer(refusal.get(), latency);
        } else if (most > 0 && session.ledger().inFlight() > most) {
            writer.fixed(Fault.html(502), latency);
        } else {
            new FaultPlayer(writer, latency).play(entry.fault(), inputs -> work(body, latency, inputs));
        }
    }

    /** The answer to a call that is not let in, or lacks scopes. */
    private Optional<Answer> refusal(Entry entry) {
        ErrorBody errors = session.account().errors();
        if (entry.admission().isEmpty()) {
            return Optional.of(Answer.of(401, errors.unauthenticated()));
        }
        Optional<ThrottlePolicy> refused = entry.admission().get().refused();
        if (refused.isPresent()) {
            return Optional.of(Answer.of(429, errors.throttled(refused.get())));
        }
        return caller.access() == Caller.Access.NO_SCOPE
                ? Optional.of(Answer.of(403, errors.missingScopes(scopes())))
                : Optional.empty();
    }

    private FaultPlayer.Work work(ParsedBody body, long latency, Optional<Fault.RefuseInputs> refusal) {
        boolean archived = "true".equals(request.getParam("archived"));
        return () -> body.answer(session, setup.settings(), parsed -> {
            Span span = Span.of(setup.clock().instant(), latency);
            return session.hubSpot().answer(new Call(number, route, parsed, archived, span, refusal));
        });
    }

    private List<String> scopes() {
        return route.names().isEmpty()
                ? List.of("oauth")
                : session.account()
                        .types()
                        .find(route.names().get(0))
                        .map(PropertyRules::scopes)
                        .orElse(List.of());
    }

    private ReceivedCall received() {
        Map<String, String> headers = new HashMap<>();
        if (setup.settings().get(Behaviour.KEEP_RAW_BODIES)) {
            request.headers()
                    .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
            headers.remove("authorization");
        }
        return new ReceivedCall(
                number,
                route.operation(),
                request.method().name(),
                request.uri(),
                caller.digest(),
                Map.copyOf(headers),
                arrival,
                "",
                0,
                0);
    }
}
