package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    /** Is told of inputs as they are looked at. */
    public interface Looker {
        /** It is open from now on. */
        void opened(Input input);

        /** It is no input, or there was no room for it, and must be settled so; it has been opened. */
        void refused(Input input, Outcome ending);
    }

    private static final int LOOK_AHEAD = 10;
    /** About 2 ms. */
    private static final int IN_VAIN_AT_ONCE = 2_000;

    private static final Slice NOTHING = Slice.of("{}");

    private final Operation operation;
    private final InputSource source;
    private final InputReader reader;
    private final Looker looker;
    private final KeyOrder order;
    private final @Nullable Askers askers;
    /** Inputs ready for a chunk, by {@code idProperty}. */
    private final Map<String, Deque<Input>> ready = new LinkedHashMap<>();

    private int readyCount;
    private boolean mustLookOn;

    /** Cuts the inputs of {@code source} for {@code operation}, which come inside {@code envelope}. */
    public Splitter(Operation operation, Envelope envelope, InputSource source, Looker looker) {
        this.operation = operation;
        this.order = new KeyOrder(operation == Operation.ASSOCIATION_READ);
        this.source = source;
        this.looker = looker;
        this.reader = new InputReader(operation, envelope);
        this.askers = operation.asksOnce() ? source.askers(reader) : null;
    }

    /**
     * The next chunk: full where there are inputs enough, null when none can go now (those left stand in line, or
     * there are none left) and when it {@linkplain #mustLookOn must look on} for one.
     *
     * @param mostInputs most inputs of the chunk, at least 1
     * @param mostBytes most bytes of its inputs; a larger input goes alone
     * @param fullOnly whether a chunk that is not full must wait for more inputs to come
     */
    public @Nullable Chunk next(int mostInputs, long mostBytes, boolean fullOnly) {
        int inVain = 0;
        while (source.hasNow()
                && inVain < IN_VAIN_AT_ONCE
                && readyCount < mostInputs * LOOK_AHEAD
                && !isAnyFull(mostInputs)) {
            inVain += pull() ? 0 : 1;
        }
        mustLookOn = inVain == IN_VAIN_AT_ONCE && source.hasNow() && !isAnyFull(mostInputs);
        if (mustLookOn) {
            return null;
        }
        Deque<Input> fullest = null;
        for (Deque<Input> group : ready.values()) {
            if (fullest == null || group.size() > fullest.size()) {
                fullest = group;
            }
        }
        if (fullest == null || fullest.isEmpty() || (fullOnly && fullest.size() < mostInputs)) {
            return null;
        }
        return cut(fullest, mostInputs, mostBytes);
    }

    /** Whether {@link #next} would give a chunk, or may after looking on. */
    public boolean hasNext() {
        for (int inVain = 0; source.hasNow() && readyCount == 0 && inVain < IN_VAIN_AT_ONCE; inVain++) {
            pull();
        }
        mustLookOn = readyCount == 0 && source.hasNow();
        return readyCount > 0 || mustLookOn;
    }

    /**
     * Whether the last {@link #next} or {@link #hasNext} found nothing because it had met too many inputs that cannot
     * go: not the end, but the time to let others have the thread and then to ask again, which takes no permit.
     */
    public boolean mustLookOn() {
        return mustLookOn;
    }

    /** Whether inputs that were looked at are ready for a chunk. */
    public boolean hasReady() {
        return readyCount > 0;
    }

    /** Inputs not given out in a chunk yet, those that stand in line aside; some may yet be found to stand there. */
    public int left() {
        return readyCount + source.left();
    }

    /** The later input of the same key that may go now that {@code input} has settled; {@link #admit} it. */
    public @Nullable Input settled(Input input) {
        Integer behind = order.settled(input);
        return behind == null ? null : source.again(behind, reader);
    }

    /** Puts an input that stood in line among those that are ready. */
    public void admit(Input input) {
        String idProperty = input.idProperty();
        ready.computeIfAbsent(idProperty == null ? "" : idProperty, p -> new ArrayDeque<>())
                .add(input);
        readyCount++;
    }

    /** The positions of inputs that stand in line behind {@code input}. */
    public List<Integer> behind(Input input) {
        return order.behind(input);
    }

    /** Inputs that ask what an earlier one asks, and end with the batch. */
    public Followers followers() {
        return askers == null ? new Followers() : askers.followers();
    }

    /** Positions that ask what {@code input} asked, which has settled: they end with it. */
    public List<Integer> askedBy(Input input) {
        return askers == null ? List.of() : askers.settled(input);
    }

    /** Takes the next input that was not looked at: it is opened, and will be in no chunk. False when there is none. */
    public boolean takeNext(Consumer<Input> taker) {
        if (!source.hasNow()) {
            return false;
        }
        Input input = open();
        if (input != null) {
            taker.accept(input);
        }
        return true;
    }

    /**
     * How many chunks {@link #next} would give now, of those inputs that it may look at.
     *
     * @param fullOnly as for {@link #next}
     */
    public int chunks(int mostInputs, boolean fullOnly) {
        int inVain = 0;
        while (source.hasNow() && inVain < IN_VAIN_AT_ONCE && readyCount < mostInputs * LOOK_AHEAD) {
            inVain += pull() ? 0 : 1;
        }
        mustLookOn = inVain == IN_VAIN_AT_ONCE && source.hasNow();
        int chunks = 0;
        for (Deque<Input> group : ready.values()) {
            chunks += fullOnly ? group.size() / mostInputs : (group.size() + mostInputs - 1) / mostInputs;
        }
        return chunks;
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
        Input input = open();
        if (input == null || (askers != null && askers.follows(input))) {
            return false;
        }
        boolean mayGo = operation == Operation.OBJECT_CREATE || order.mayGo(input);
        if (mayGo) {
            admit(input);
        } else {
            source.putAside(input);
        }
        return mayGo;
    }

    /** The next input; null when what stands in its place is none. */
    private @Nullable Input open() {
        int position = source.position();
        Slice bytes = source.take();
        Input input = reader.read(position, bytes == null ? NOTHING : bytes);
        looker.opened(input);
        if (bytes == null) {
            looker.refused(input, source.ending());
            return null;
        }
        return input;
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
