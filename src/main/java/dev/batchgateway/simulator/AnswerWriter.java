package dev.batchgateway.simulator;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Puts an answer on the wire, sooner or later, whole or not, and notes in the ledger what became of it. */
final class AnswerWriter {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json;charset=utf-8";

    /** From this status on an answer comes from what stands before HubSpot, which knows no rate headers. */
    private static final int FIRST_PROXY_STATUS = 502;

    private final Session session;
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final int call;
    private final BodyWriter bodies = new BodyWriter();
    private Optional<Admission> admission = Optional.empty();
    private boolean over;

    AnswerWriter(Session session, Vertx vertx, HttpServerRequest request, int call) {
        this.session = session;
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.call = call;
        response.endHandler(ended -> over());
        response.closeHandler(closed -> over());
    }

    /** Gives the numbers that rate headers show from now on. */
    void show(Optional<Admission> numbers) {
        admission = numbers;
    }

    /** Sends an answer that many milliseconds from now. */
    void answer(Answer answer, long delayMillis) {
        Buffer body = answer.body().map(bodies::write).orElseGet(Buffer::buffer);
        after(delayMillis, () -> send(answer, body));
    }

    /** Sends an answer with a spoiled body. */
    void misshaped(Answer answer, Fault.Misshape.Shape shape, long delayMillis) {
        Buffer body = answer.body()
                .map(whole -> new Misshaper(bodies).spoil(whole, shape))
                .orElseGet(Buffer::buffer);
        after(delayMillis, () -> send(answer, body));
    }

    /** Sends the head and half of the body of an answer and closes the connection. */
    void halfOf(Answer answer, long delayMillis) {
        Buffer body = answer.body().map(bodies::write).orElseGet(Buffer::buffer);
        after(delayMillis, () -> {
            head(answer);
            response.putHeader("Content-Length", Integer.toString(body.length()));
            response.write(body.slice(0, body.length() / 2)).onComplete(written -> cut());
        });
    }

    /** Sends a scripted answer. */
    void fixed(Fault.Reply fixed, long delayMillis) {
        after(delayMillis, () -> {
            if (fixed.status() < FIRST_PROXY_STATUS) {
                admission.ifPresent(numbers -> RateHeaders.write(numbers, response.headers()));
            }
            response.setStatusCode(fixed.status()).putHeader("Server", "cloudflare");
            fixed.headers().forEach(response::putHeader);
            end(fixed.status(), fixed.body());
        });
    }

    /** Closes the connection. */
    void cut() {
        session.ledger().answered(call, 0);
        request.connection().close();
        over();
    }

    /** Does something that many milliseconds from now; at once if 0. */
    void after(long millis, Runnable step) {
        if (millis <= 0) {
            step.run();
        } else {
            vertx.setTimer(millis, timer -> step.run());
        }
    }

    private void send(Answer answer, Buffer body) {
        head(answer);
        end(answer.status(), body);
    }

    private void end(int status, Buffer body) {
        if (!response.closed()) {
            session.ledger().answered(call, status);
            response.end(body);
        }
    }

    private void head(Answer answer) {
        MultiMap headers = response.headers();
        String id = answer.body()
                .map(body -> body.getString("correlationId", ""))
                .filter(given -> !given.isEmpty())
                .orElseGet(() -> session.chance().correlationId().toString());
        headers.set("X-HubSpot-Correlation-Id", id)
                .set("x-request-id", id)
                .set("CF-Ray", Integer.toHexString(id.hashCode()) + "-SIM")
                .set("Server", "cloudflare");
        answer.body().ifPresent(body -> headers.set(CONTENT_TYPE, JSON));
        admission.ifPresent(numbers -> RateHeaders.write(numbers, headers));
        response.setStatusCode(answer.status());
    }

    private void over() {
        if (!over) {
            over = true;
            session.ledger().left();
        }
    }
}
