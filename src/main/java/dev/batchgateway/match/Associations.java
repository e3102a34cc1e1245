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

/**
 * Pairs association results with inputs. A write answers with both directions (API-FACTS 1.6, EXAMPLES 24, 26, 27):
 * the one the caller asked for proves success, the reverse one rides along and proves nothing. A read answers once for
 * each {@code from}. Results of an archive (dated versions) prove nothing either: its errors decide.
 */
final class Associations {
    private Associations() {}

    /** Pairs what can be paired; answers the results that could not. */
    static List<Slice> pair(Operation operation, Chunk chunk, List<Slice> results, Pairing pairing) {
        return operation == Operation.ASSOCIATION_READ
                ? reads(chunk, results, pairing)
                : writes(operation, chunk, results, pairing);
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
            String from = AssociationFields.of(result).from();
            List<Integer> asking = from == null ? List.of() : byId.find(from);
            if (asking.size() == 1) {
                pairing.confirm(asking.get(0), result);
            } else {
                left.add(result);
            }
        }
        return left;
    }

    private static List<Slice> writes(Operation operation, Chunk chunk, List<Slice> results, Pairing pairing) {
        if (results.isEmpty() || !ErrorNames.isToShort(chunk)) {
            return results;
        }
        Map<String, Integer> byPair = new HashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            if (input.id() != null) {
                for (String to : input.toIds()) {
                    byPair.put(input.id() + "\n" + to, i);
                }
            }
        }
        List<Slice> left = new ArrayList<>();
        for (Slice result : results) {
            AssociationFields fields = AssociationFields.of(result);
            Integer forward = byPair.get(fields.from() + "\n" + fields.to());
            Integer index = forward == null ? byPair.get(fields.to() + "\n" + fields.from()) : forward;
            if (index == null) {
                left.add(result);
            } else if (forward != null
                    && operation.hasResults()
                    && isAsked(chunk.inputs().get(index), fields)) {
                pairing.confirm(index, result);
            } else {
                pairing.rideAlong(index, result);
            }
        }
        confirmByBothDirections(operation, chunk, pairing);
        return left;
    }

    /** A record and its namesake (contact 5, company 5) have one pair of ids for both directions: the type tells. */
    private static boolean isAsked(Input input, AssociationFields fields) {
        if (fields.from() == null || !fields.from().equals(fields.to())) {
            return true;
        }
        for (Members member = Members.of(input.bytes()); member.next(); ) {
            if (member.is("type")) {
                String type = JsonText.scalar(member.value());
                return type != null && type.equalsIgnoreCase(fields.type());
            }
        }
        return false;
    }

    /** Namesakes whose type does not tell: with both directions there, the asked one is among them. */
    private static void confirmByBothDirections(Operation operation, Chunk chunk, Pairing pairing) {
        for (int i = 0; i < chunk.size() && operation.hasResults(); i++) {
            Input input = chunk.inputs().get(i);
            boolean isRidden = pairing.isOpen(i) && pairing.riding(i) >= 2;
            if (isRidden && input.id() != null && input.toIds().contains(input.id())) {
                pairing.confirm(i);
            }
        }
    }
}
