package dev.batchgateway.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The faults still to come. For each call the first rule that is meant for it and not used up is taken, so rules of
 * one time each play in the order they were added. A call refused for its token or by the rate limits takes none.
 * May be used from any thread.
 */
public final class Script {
    private final List<Scripted> rules = new ArrayList<>();
    private final RandomGenerator random;
    private int played;

    Script(RandomGenerator random) {
        this.random = random;
    }

    /** Adds rules after those already there. */
    public synchronized Script add(FaultRule... more) {
        Arrays.stream(more).map(Scripted::new).forEach(rules::add);
        return this;
    }

    /** Adds faults for the next calls, one call each, after the rules already there. */
    public synchronized Script add(Fault... more) {
        Arrays.stream(more).map(FaultRule::of).map(Scripted::new).forEach(rules::add);
        return this;
    }

    /** Takes all rules away and counts from 0 again. */
    public synchronized void clear() {
        rules.clear();
        played = 0;
    }

    /** How many faults have met a call. */
    public synchronized int played() {
        return played;
    }

    /** How many rules are not used up. */
    public synchronized int remaining() {
        return rules.size();
    }

    /** The fault for a call, not yet used up: the caller must {@link #play} it or leave it for another call. */
    synchronized Optional<Scripted> next(int call, HubSpotOperation operation, String path) {
        return rules.stream()
                .filter(each -> each.rule.isMeantFor(call, operation, path))
                .filter(each -> each.rule.probability() == 1 || random.nextDouble() < each.rule.probability())
                .findFirst();
    }

    synchronized Fault play(Scripted scripted) {
        played++;
        scripted.left--;
        if (scripted.left == 0) {
            rules.remove(scripted);
        }
        return scripted.rule.fault();
    }

    /** A rule and how many calls it may still meet. */
    static final class Scripted {
        private final FaultRule rule;
        private int left;

        private Scripted(FaultRule rule) {
            this.rule = rule;
            this.left = rule.times();
        }

        Fault fault() {
            return rule.fault();
        }
    }
}
