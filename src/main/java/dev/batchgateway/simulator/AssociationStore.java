package dev.batchgateway.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The associations of the account, each held in both directions. */
final class AssociationStore {
    private final SimulatorSettings settings;
    private final AssociationTypes types = new AssociationTypes();
    private final Map<From, Map<String, Set<AssociationLabel>>> byFrom = new HashMap<>();

    private record From(String type, String id, String toType) {}

    AssociationStore(SimulatorSettings settings) {
        this.settings = settings;
    }

    AssociationTypes types() {
        return types;
    }

    /** Adds associations of those kinds in both directions; true if the two records had none before. */
    boolean add(ObjectType from, String fromId, ObjectType to, String toId, Collection<AssociationLabel> labels) {
        if (!settings.get(Behaviour.KEEP_RECORDS)) {
            return true;
        }
        boolean first = !of(from, fromId, to).containsKey(toId);
        labels.forEach(label -> {
            put(from, fromId, to, toId, label);
            put(to, toId, from, fromId, types.reverse(label, from, to));
        });
        return first;
    }

    /** Removes every association between two records; false if there was none. */
    boolean remove(ObjectType from, String fromId, ObjectType to, String toId) {
        of(to, toId, from).remove(fromId);
        return of(from, fromId, to).remove(toId) != null;
    }

    /** Removes one kind of association between two records; false if there was none of it. */
    boolean remove(ObjectType from, String fromId, ObjectType to, String toId, AssociationLabel label) {
        boolean removed = drop(from, fromId, to, toId, label);
        drop(to, toId, from, fromId, types.reverse(label, from, to));
        return removed;
    }

    /** The records a record is associated with, in the order they were added, and how. */
    Map<String, Set<AssociationLabel>> of(ObjectType from, String fromId, ObjectType to) {
        Map<String, Set<AssociationLabel>> found = byFrom.get(new From(from.typeId(), fromId, to.typeId()));
        return found == null ? new HashMap<>() : found;
    }

    private void put(ObjectType from, String fromId, ObjectType to, String toId, AssociationLabel label) {
        byFrom.computeIfAbsent(new From(from.typeId(), fromId, to.typeId()), key -> new LinkedHashMap<>())
                .computeIfAbsent(toId, key -> new LinkedHashSet<>())
                .add(label);
    }

    private boolean drop(ObjectType from, String fromId, ObjectType to, String toId, AssociationLabel label) {
        Map<String, Set<AssociationLabel>> ends = of(from, fromId, to);
        Set<AssociationLabel> labels = ends.getOrDefault(toId, new LinkedHashSet<>());
        boolean removed = labels.remove(label);
        if (labels.isEmpty()) {
            ends.remove(toId);
        }
        return removed;
    }
}
