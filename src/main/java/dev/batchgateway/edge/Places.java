package dev.batchgateway.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for what callers have under way, in all and for each caller. Thread-safe. */
public final class Places {
    private static final int RETRY_FULL_SECONDS = 5;

    private final String what;
    private final int most;
    private final int mostPerCaller;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> callers = new ConcurrentHashMap<>();

    /**
     * @param what takes them, in the plural
     * @param key whose value is {@code most}; that of {@code mostPerCaller} has {@code -per-caller} behind it
     * @param most most at once
     * @param mostPerCaller most of one caller; no more than {@code most}
     */
    public Places(String what, String key, int most, int mostPerCaller) {
        require(most >= 1, key + " must be at least 1, not " + most);
        require(
                mostPerCaller >= 1 && mostPerCaller <= most,
                key + "-per-caller must be from 1 to " + key + ", which is " + most + ", not " + mostPerCaller);
        this.what = what;
        this.most = most;
        this.mostPerCaller = mostPerCaller;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Takes one for {@code caller}, or throws the {@link Refusal} it gets; {@link #leave} gives it back. */
    void enter(String caller) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            throw full("The gateway is serving " + most + " " + what + " and takes no more now");
        }
        if (callers.merge(caller, 1, Integer::sum) > mostPerCaller) {
            leave(caller);
            throw full("The gateway is serving " + mostPerCaller + " " + what
                    + " of this caller and takes no more of it now");
        }
    }

    void leave(String caller) {
        callers.computeIfPresent(caller, (name, places) -> places == 1 ? null : places - 1);
        taken.decrementAndGet();
    }

    /** How many are taken now. */
    public int taken() {
        return taken.get();
    }

    /** How many there are. */
    public int most() {
        return most;
    }

    private static Refusal full(String why) {
        return Refusals.notNow(why, RETRY_FULL_SECONDS);
    }
}
