package dev.batchgateway.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a batch into chunks, one at a time, when there is room to send it. A chunk holds inputs of one
 * {@code idProperty} and no two of one key; inputs whose key is on its way stand in line ({@link KeyOrder}); inputs of
 * a read or archive that ask what an earlier one asked are not sent at all but follow it.
 *
 * <p>It looks at most {@value #LOOK_AHEAD} full calls ahead to fill a chunk, so that a batch with very many different
 * {@code idProperty}s costs calls and not an event loop's time. Nor do very many equal keys: a call that has met
 * {@value #IN_VAIN_AT_ONCE} inputs which cannot go ends there, and the next one looks on. Confined to its batch's
 * thread.
 */
public final class Splitter {
    private static final int LOOK_AHEAD = 10;
    /** About 2 ms. */
    private static final int IN_VAIN_AT_ONCE = 2_000;

    private final Operation operation;
    private final Inputs inputs;
    private final InputReader reader;
    private final KeyOrder order = new KeyOrder();
    private final @Nullable FirstAskers askers;
    private final Followers followers = new Followers();
    /** Inputs ready for a chunk, by {@code idProperty}. */
    private final Map<String, Deque<Input>> ready = new LinkedHashMap<>();

    private int readyCount;
    private int next;
    private boolean mustLookOn;

    /** Cuts {@code inputs} of {@code operation} that came inside {@code envelope}. */
    public Splitter(Operation operation, Envelope envelope, Inputs inputs) {
        this.operation = operation;
        this.inputs = inputs;
        this.reader = new InputReader(operation, envelope);
        this.askers = operation.asksOnce() ? new FirstAskers(inputs, reader) : null;
    }

    /**
     * The next chunk: full where there are inputs enough, null when none can go now (those left stand in line, or
     * there are none left) and when it {@linkplain #mustLookOn must look on} for one.
     *
     * @param mostInputs most inputs of the chunk, at least 1
     * @param mostBytes most bytes of its inputs; a larger input goes alone
     */
    public @Nullable Chunk next(int mostInputs, long mostBytes) {
        int inVain = 0;
        while (next < inputs.size()
                && inVain < IN_VAIN_AT_ONCE
                && readyCount < mostInputs * LOOK_AHEAD
                && !isAnyFull(mostInputs)) {
            inVain += pull() ? 0 : 1;
        }
        mustLookOn = inVain == IN_VAIN_AT_ONCE && next < inputs.size() && !isAnyFull(mostInputs);
        if (mustLookOn) {
            return null;
        }
        Deque<Input> fullest = null;
        for (Deque<Input> group : ready.values()) {
            if (fullest == null || group.size() > fullest.size()) {
                fullest = group;
            }
        }
        return fullest == null || fullest.isEmpty() ? null : cut(fullest, mostInputs, mostBytes);
    }

    /** Whether {@link #next} would give a chunk, or may after looking on. */
    public boolean hasNext() {
        for (int inVain = 0; next < inputs.size() && readyCount == 0 && inVain < IN_VAIN_AT_ONCE; inVain++) {
            pull();
        }
        mustLookOn = readyCount == 0 && next < inputs.size();
        return readyCount > 0 || mustLookOn;
    }

    /**
     * Whether the last {@link #next} or {@link #hasNext} found nothing because it had met too many inputs that cannot
     * go: not the end, but the time to let others have the thread and then to ask again, which takes no permit.
     */
    public boolean mustLookOn() {
        return mustLookOn;
    }

    /** Inputs not given out in a chunk yet, those that stand in line aside; some may yet be found to stand there. */
    public int left() {
        return readyCount + inputs.size() - next;
    }

    /** The later input of the same key that may go now that {@code input} has settled; {@link #admit} it. */
    public @Nullable Input settled(Input input) {
        return order.settled(input);
    }

    /** Puts an input that stood in line among those that are ready. */
    public void admit(Input input) {
        String idProperty = input.idProperty();
        ready.computeIfAbsent(idProperty == null ? "" : idProperty, p -> new ArrayDeque<>())
                .add(input);
        readyCount++;
    }

    /** Inputs that stand in line behind {@code input}. */
    public Collection<Input> behind(Input input) {
        return order.behind(input);
    }

    /** Inputs that ask what an earlier one asks. */
    public Followers followers() {
        return followers;
    }

    private boolean isAnyFull(int most) {
        if (readyCount < most) {
            return false;
        }
        for (Deque<Input> group : ready.values()) {
            if (group.size() >= most) {
                return true;
            }
        }
        return false;
    }

    /** Looks at one more input; answers whether it can go now. */
    private boolean pull() {
        Input input = reader.read(next, inputs.get(next));
        next++;
        int first = askers == null ? input.position() : askers.firstOf(input);
        if (first != input.position()) {
            followers.add(input.position(), first);
            return false;
        }
        boolean mayGo = operation == Operation.OBJECT_CREATE || order.mayGo(input);
        if (mayGo) {
            admit(input);
        }
        return mayGo;
    }

    private Chunk cut(Deque<Input> group, int mostInputs, long mostBytes) {
        List<Input> taken = new ArrayList<>(Math.min(mostInputs, group.size()));
        long bytes = 0;
        for (Input input = group.peek(); input != null && taken.size() < mostInputs; input = group.peek()) {
            bytes += input.bytes().length();
            if (bytes > mostBytes && !taken.isEmpty()) {
                break;
            }
            taken.add(group.remove());
        }
        readyCount -= taken.size();
        ready.values().removeIf(Deque::isEmpty);
        return new Chunk(taken);
    }
}
