package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the inputs of a body that has lines only: for a read, the query says which properties are wanted
 * and what the ids are (DESIGN section 3.1). HubSpot takes that in the body, so it is not forwarded in the query.
 *
 * @param target where the batch goes, its query without what is in the envelope
 */
record LineEnvelope(Target target, Envelope envelope) {
    private static final List<String> LISTS = List.of("properties", "propertiesWithHistory");
    private static final String ID_PROPERTY = "idProperty";

    static LineEnvelope of(Target target) {
        String query = target.query();
        if (target.operation() != Operation.OBJECT_READ || query == null) {
            return new LineEnvelope(target, Envelope.none(target.operation()));
        }
        List<Slice> members = new ArrayList<>();
        StringJoiner rest = new StringJoiner("&");
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            String value = parts.length < 2 ? "" : decoded(parts[1]);
            if (LISTS.contains(parts[0])) {
                members.add(Slice.of(JsonText.quote(parts[0]) + ":" + list(value)));
            } else if (parts[0].equals(ID_PROPERTY)) {
                members.add(Slice.of(JsonText.quote(ID_PROPERTY) + ":" + JsonText.quote(value)));
            } else {
                rest.add(parameter);
            }
        }
        String left = rest.length() == 0 ? null : rest.toString();
        return new LineEnvelope(
                new Target(target.operation(), target.path(), left, target.type()),
                Envelope.of(target.operation(), members, List.of()));
    }

    private static String list(String commaSeparated) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        for (String name : commaSeparated.split(",", -1)) {
            if (!name.isBlank()) {
                list.add(JsonText.quote(name.strip()));
            }
        }
        return list.toString();
    }

    private static String decoded(@Nullable String text) {
        try {
            return URLDecoder.decode(String.valueOf(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("The query holds a percent-encoding that cannot be read");
        }
    }
}
