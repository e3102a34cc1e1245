package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Collection;

/** A record as HubSpot shows it (API-FACTS 1.5), with properties nobody asked for (API-FACTS 1.6). */
final class ResultBody {
    private final SimulatorSettings settings;

    ResultBody(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** The record with the named properties, null where it has none, and those every result has. */
    JsonObject of(CrmRecord record, Collection<String> properties) {
        JsonObject shown = new JsonObject();
        properties.forEach(name -> shown.put(name, record.properties().get(name)));
        shown.put(record.type().createdProperty(), record.createdAt())
                .put("hs_object_id", record.id())
                .put(record.type().modifiedProperty(), record.updatedAt());
        return new JsonObject()
                .put("id", record.id())
                .put("properties", shown)
                .put("createdAt", record.createdAt())
                .put("updatedAt", record.updatedAt())
                .put("archived", record.isArchived())
                .put("url", url(record));
    }

    /** The result of a write: the properties of the input, the trace id if it is echoed. */
    JsonObject ofWrite(CrmRecord record, InputBody input, Collection<String> properties) {
        JsonObject result = of(record, properties);
        result.getJsonObject("properties").put("hs_object_source", "INTEGRATION");
        if (settings.get(Behaviour.ECHO_TRACE_IDS)) {
            input.traceId().ifPresent(traceId -> result.put("objectWriteTraceId", traceId));
        }
        return result;
    }

    private String url(CrmRecord record) {
        return "https://app.hubspot.com/contacts/" + settings.get(Behaviour.PORTAL_ID) + "/record/"
                + record.type().typeId() + "/" + record.id();
    }
}
