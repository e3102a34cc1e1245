package dev.batchgateway.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Askers among the inputs of a stream that have not settled; what was answered before is asked again (DESIGN section
 * 4). Holds no more than the stream has open.
 */
final class OpenAskers implements Askers {
    private record Leader(Input input, List<Integer> followers) {}

    private final Map<String, Leader> leaders = new HashMap<>();
    private final Followers none = new Followers();

    @Override
    public boolean follows(Input input) {
        String key = input.key();
        if (key == null) {
            return false;
        }
        Leader leader = leaders.putIfAbsent(key, new Leader(input, new ArrayList<>(0)));
        // One that only has the same key stands in line behind it (KeyOrder), and is not remembered here.
        boolean asksTheSame = leader != null && input.asksTheSameAs(leader.input);
        if (asksTheSame) {
            leader.followers.add(input.position());
        }
        return asksTheSame;
    }

    @Override
    public List<Integer> settled(Input input) {
        Leader leader = input.key() == null ? null : leaders.get(input.key());
        if (leader == null || leader.input.position() != input.position()) {
            return List.of();
        }
        leaders.remove(input.key());
        return leader.followers;
    }

    @Override
    public Followers followers() {
        return none;
    }
}
