package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pairs association results with inputs. A write answers with both directions (API-FACTS 1.6, EXAMPLES 24, 26, 27):
 * the one the caller asked for proves success, the reverse one rides along and proves nothing. A read answers once for
 * each {@code from}.
 */
final class Associations {
    private Associations() {}

    /** Pairs what can be paired; answers the results that could not. */
    static List<Slice> pair(Operation operation, Chunk chunk, List<Slice> results, Pairing pairing) {
        return operation == Operation.ASSOCIATION_READ
                ? reads(chunk, results, pairing)
                : writes(chunk, results, pairing);
    }

    private static List<Slice> reads(Chunk chunk, List<Slice> results, Pairing pairing) {
        Index byId = new Index();
        for (int i = 0; i < chunk.size(); i++) {
            String id = chunk.inputs().get(i).id();
            if (id != null) {
                byId.add(id, i);
            }
        }
        List<Slice> left = new ArrayList<>();
        for (Slice result : results) {
            String from = ResultFields.ofAssociation(result).from();
            List<Integer> asking = from == null ? List.of() : byId.find(from);
            Integer index = firstOpen(asking, pairing);
            if (index == null) {
                left.add(result);
            } else if (asking.size() == 1) {
                pairing.confirm(index, result);
            } else {
                pairing.confirmByCount(index, result);
            }
        }
        return left;
    }

    private static @Nullable Integer firstOpen(List<Integer> indexes, Pairing pairing) {
        for (Integer index : indexes) {
            if (pairing.isOpen(index)) {
                return index;
            }
        }
        return null;
    }

    private static List<Slice> writes(Chunk chunk, List<Slice> results, Pairing pairing) {
        Map<String, Integer> byPair = new HashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            for (String to : input.toIds()) {
                byPair.put(input.id() + "\n" + to, i);
            }
        }
        List<Slice> left = new ArrayList<>();
        for (Slice result : results) {
            ResultFields fields = ResultFields.ofAssociation(result);
            Integer forward = byPair.get(fields.from() + "\n" + fields.to());
            Integer reverse = byPair.get(fields.to() + "\n" + fields.from());
            if (forward != null && !isOtherType(chunk.inputs().get(forward), fields)) {
                pairing.confirm(forward, result);
            } else if (reverse != null) {
                pairing.rideAlong(reverse, result);
            } else {
                left.add(result);
            }
        }
        confirmByBothDirections(chunk, pairing);
        return left;
    }

    /** A record and its namesake (contact 5, company 5) have one pair of ids for both directions: the type tells. */
    private static boolean isOtherType(Input input, ResultFields fields) {
        if (fields.from() == null || !fields.from().equals(fields.to()) || fields.type() == null) {
            return false;
        }
        for (Members member = Members.of(input.bytes()); member.next(); ) {
            if (member.is("type")) {
                return !fields.type().equalsIgnoreCase(JsonText.scalar(member.value()));
            }
        }
        return false;
    }

    /** Namesakes whose type HubSpot words differently: with both directions there, the asked one is among them. */
    private static void confirmByBothDirections(Chunk chunk, Pairing pairing) {
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            boolean namesakes = input.id() != null && input.toIds().contains(input.id());
            if (namesakes && pairing.isOpen(i) && pairing.riding(i) >= 2) {
                pairing.confirm(i);
            }
        }
    }
}
