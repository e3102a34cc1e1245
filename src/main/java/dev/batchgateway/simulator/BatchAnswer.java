package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Collects the results and errors of one batch call and makes its answer. Each step adds a group of results that stay
 * side by side (an association's two directions); groups come out in another order than they went in.
 */
final class BatchAnswer {
    private final Span span;
    private final List<List<JsonObject>> groups = new ArrayList<>();
    private final JsonArray errors = new JsonArray();

    BatchAnswer(Span span) {
        this.span = span;
    }

    void result(JsonObject result) {
        groups.add(List.of(result));
    }

    void results(List<JsonObject> group) {
        groups.add(group);
    }

    void error(JsonObject error) {
        errors.add(error);
    }

    /** The answer: 207 if there are errors, else {@code successStatus}. */
    Answer answer(int successStatus, Chance chance, SimulatorSettings settings) {
        return answer(successStatus, 207, chance, settings);
    }

    Answer answer(int successStatus, int statusWithErrors, Chance chance, SimulatorSettings settings) {
        if (settings.get(Behaviour.SHUFFLE)) {
            Collections.shuffle(groups, chance.shuffling());
        }
        JsonArray results = new JsonArray();
        groups.forEach(group -> group.forEach(results::add));
        JsonObject body = new JsonObject().put("status", "COMPLETE").put("results", results);
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size()).put("errors", errors);
        }
        if (settings.get(Behaviour.REQUESTED_AT)) {
            body.put("requestedAt", span.startedAt());
        }
        body.put("startedAt", span.startedAt()).put("completedAt", span.completedAt());
        return Answer.of(errors.isEmpty() ? successStatus : statusWithErrors, body);
    }
}
