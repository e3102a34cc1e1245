package dev.batchgateway.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The simulator's own interface, for tests in another process. JSON in, JSON out; 400 with a sentence if a request is
 * wrong, 500 with one if the simulator is, so that no caller waits in vain. Its calls are in no ledger and count against no limit.
 *
 * <ul>
 *   <li>{@code GET /_simulator/ledger}: the {@link LedgerSummary}
 *   <li>{@code GET /_simulator/calls?from=0&limit=1000}: {@link ReceivedCall}s
 *   <li>{@code GET /_simulator/writes?value=&from=0&limit=1000}: {@link WrittenInput}s whose bytes contain the value
 *   <li>{@code GET /_simulator/doubles}: inputs written more than once, each with all its writes
 *   <li>{@code GET} and {@code PUT /_simulator/settings}: all settings; PUT changes those it names
 *   <li>{@code GET}, {@code POST} and {@code DELETE /_simulator/faults}: faults played and rules left; POST adds a list
 *   <li>{@code POST /_simulator/records}: adds {@code {"type","id"?,"properties"}} and answers {@code {"id"}}
 *   <li>{@code POST /_simulator/reset}
 * </ul>
 */
final class ControlPlane {
    private static final String USUAL_PAGE = "1000";

    private final HubSpotSimulator simulator;
    private final BodyReader reader = new BodyReader();
    private final BodyWriter writer = new BodyWriter();

    ControlPlane(HubSpotSimulator simulator) {
        this.simulator = simulator;
    }

    void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                Optional<JsonObject> answer = answer(request, body);
                request.response().putHeader("Content-Type", "application/json");
                request.response()
                        .setStatusCode(answer.isPresent() ? 200 : 404)
                        .end(writer.write(answer.orElseGet(JsonObject::new)));
            } catch (MalformedBody | IllegalArgumentException | ClassCastException e) {
                refuse(request, 400, String.valueOf(e.getMessage()));
            } catch (RuntimeException bug) {
                refuse(request, 500, bug.toString());
            }
        });
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        request.response().setStatusCode(status).end(writer.write(new JsonObject().put("message", message)));
    }

    private Optional<JsonObject> answer(HttpServerRequest request, Buffer body) throws MalformedBody {
        String asked = request.method().name() + " " + request.path();
        int from = Integer.parseInt(request.getParam("from", "0"));
        int limit = Integer.parseInt(request.getParam("limit", USUAL_PAGE));
        Ledger ledger = simulator.ledger();
        JsonObject done = new JsonObject();
        switch (asked) {
            case "GET /_simulator/ledger" -> done = LedgerJson.write(ledger.summary());
            case "GET /_simulator/calls" -> done = LedgerJson.page(ledger.calls(), from, limit, LedgerJson::write);
            case "GET /_simulator/writes" -> {
                List<WrittenInput> found = ledger.writesContaining(request.getParam("value", ""));
                done = LedgerJson.page(found, from, limit, LedgerJson::write);
            }
            case "GET /_simulator/doubles" ->
                done = LedgerJson.page(ledger.doubles(), from, limit, ControlPlane::group);
            case "GET /_simulator/settings" -> done = simulator.settings().toJson();
            case "PUT /_simulator/settings" -> {
                simulator.settings().setAll(reader.object(body));
                done = simulator.settings().toJson();
            }
            case "GET /_simulator/faults" -> done = faults();
            case "POST /_simulator/faults" -> {
                // All are read before one is added, so that a wrong list adds none.
                FaultRule[] rules = reader.array(body).stream()
                        .map(JsonObject.class::cast)
                        .map(FaultJson::read)
                        .toArray(FaultRule[]::new);
                simulator.script().add(rules);
                done = faults();
            }
            case "DELETE /_simulator/faults" -> {
                simulator.script().clear();
                done = faults();
            }
            case "POST /_simulator/records" -> done = add(reader.object(body));
            case "POST /_simulator/reset" -> simulator.reset();
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(done);
    }

    private JsonObject faults() {
        return new JsonObject()
                .put("played", simulator.script().played())
                .put("remaining", simulator.script().remaining());
    }

    private JsonObject add(JsonObject record) {
        Map<String, String> properties = new HashMap<>();
        if (record.getValue("properties") instanceof JsonObject given) {
            given.forEach(each -> properties.put(each.getKey(), String.valueOf(each.getValue())));
        }
        String type = record.getString("type", "");
        String id = record.getString("id");
        if (id == null) {
            return new JsonObject().put("id", simulator.add(type, properties));
        }
        simulator.add(type, id, properties);
        return new JsonObject().put("id", id);
    }

    private static JsonArray group(List<WrittenInput> writes) {
        JsonArray group = new JsonArray();
        writes.stream().map(LedgerJson::write).forEach(group::add);
        return group;
    }
}
