package dev.batchgateway.edge;

import dev.batchgateway.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/** An error in HubSpot's shape (API-FACTS 3.2): status, message, category, correlationId, context of lists of texts. */
final class ErrorBody {
    private ErrorBody() {}

    static byte[] of(String category, String message, String correlationId, Map<String, String> context) {
        StringBuilder json = new StringBuilder("{\"status\":\"error\",\"message\":")
                .append(JsonText.quote(message))
                .append(",\"correlationId\":")
                .append(JsonText.quote(correlationId))
                .append(",\"category\":")
                .append(JsonText.quote(category));
        if (!context.isEmpty()) {
            StringJoiner lists = new StringJoiner(",", ",\"context\":{", "}");
            context.forEach((name, value) -> lists.add(JsonText.quote(name) + ":[" + JsonText.quote(value) + "]"));
            json.append(lists);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
