package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The body of a call, read once; or why it could not be.
 *
 * @param parsed what was read; without fields where the operation takes no body
 * @param problem HubSpot's words about a body that is no JSON; then {@code parsed} is without fields
 */
record ParsedBody(BatchBody parsed, Optional<String> problem) {

    static ParsedBody of(HubSpotOperation operation, Buffer bytes) {
        boolean hasBody =
                switch (operation) {
                    case OTHER, OBJECT_READ, PROPERTIES -> false;
                    default -> true;
                };
        BatchBody none = new BatchBody(new JsonObject(), Optional.empty(), bytes);
        if (!hasBody) {
            return new ParsedBody(none, Optional.empty());
        }
        try {
            return new ParsedBody(new BodyReader().batch(bytes), Optional.empty());
        } catch (MalformedBody e) {
            return new ParsedBody(none, Optional.of(e.words()));
        }
    }

    int inputs() {
        return parsed.inputs().map(List::size).orElse(0);
    }

    /** The answer of {@code hubSpot}, unless the body is too long or malformed. The text of the 413 is a guess. */
    Answer answer(Session session, SimulatorSettings settings, Function<BatchBody, Answer> hubSpot) {
        ErrorBody errors = session.account().errors();
        int most = settings.get(Limits.BODY_BYTES);
        if (most > 0 && parsed.bytes().length() > most) {
            return Answer.of(413, errors.ofCall("Request Entity Too Large", ""));
        }
        return problem.map(message -> Answer.of(400, errors.ofCall(message, "")))
                .orElseGet(() -> hubSpot.apply(parsed));
    }
}
