package dev.batchgateway.resume;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records there are, by their names, and what other gateways are told of them. Guarded by {@link Records}' lock, but
 * for {@link #claim} and {@link #begins}.
 */
final class KnownPlaces {
    private final ResumeConfig config;
    private final Owners owners;
    private final Map<String, List<Place>> byName = new HashMap<>();

    KnownPlaces(ResumeConfig config, Owners owners) {
        this.config = config;
        this.owners = owners;
    }

    void add(Place place) {
        place.names().forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>(1))
                .add(place));
    }

    /** Of several equal ones that whose caller most likely asks. Nothing is found that is forgotten. */
    @Nullable
    Place find(String name, String form) {
        return byName.getOrDefault(name, List.of()).stream()
                .min(Comparator.comparing((Place place) -> !place.isOfForm(form))
                        .thenComparingInt(Place::unlikeliness))
                .orElse(null);
    }

    /** Forgets it; the other gateways do when there is none of its name any more. */
    void remove(Place place) {
        for (String name : place.names()) {
            List<Place> equal = byName.get(name);
            if (equal != null && equal.remove(place) && equal.isEmpty()) {
                byName.remove(name);
                if (place.isRegistered()) {
                    owners.release(name, place.print());
                }
            }
        }
    }

    /** Tells the other gateways; while an equal batch runs, its longer time holds. */
    void register(Place place, boolean isRunning) {
        place.registered();
        for (String name : place.names()) {
            boolean isLong = isRunning
                    || byName.getOrDefault(name, List.of()).stream()
                            .anyMatch(other -> other != place && other.isUsed());
            owners.hold(name, place.print(), isLong ? config.hold() : config.resume());
        }
    }

    /** Enters this gateway in the register. */
    @CheckReturnValue
    Uni<Owners.Owner> claim(Place place) {
        return owners.claim(place.name(), place.print(), config.hold());
    }

    /** It is this gateway's to run it: others must know it by both its names. */
    void begins(Place place) {
        if (place.isKeyed() && !place.isRepeatable()) {
            owners.hold(place.print(), place.print(), config.hold());
        }
    }
}
