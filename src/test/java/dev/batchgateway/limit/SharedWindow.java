package dev.batchgateway.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A HubSpot with one exact rolling window, a greedy caller that paces itself as a lane does, with nothing but a
 * {@link Window} and a {@link Door}, and strangers who call whatever happens. In virtual time: a minute takes
 * milliseconds.
 *
 * <p>HubSpot counts a call at a random moment between its sending and its answer. A call that it refuses is not
 * counted.
 */
final class SharedWindow {
    static final long SECOND = 1_000_000_000L;
    static final long LENGTH = 10 * SECOND;
    private static final long HOUR = 3_600 * SECOND;

    /** What was counted and what was refused in some time. */
    record Figures(int ours, int oursRefused, int theirs, int theirsRefused, long nanos, int permits) {
        /** Refused calls among ours, from 0 to 1. */
        double refused() {
            return (double) oursRefused / (ours + oursRefused);
        }

        /** Refused calls among those of strangers, from 0 to 1. */
        double strangersRefused() {
            return (double) theirsRefused / (theirs + theirsRefused);
        }

        /** Of all that the window could have held, the part that was used, by whomever. */
        double use() {
            return (double) (ours + theirs) / ((double) permits * nanos / LENGTH);
        }

        Figures plus(Figures other) {
            return new Figures(
                    ours + other.ours,
                    oursRefused + other.oursRefused,
                    theirs + other.theirs,
                    theirsRefused + other.theirsRefused,
                    nanos + other.nanos,
                    permits);
        }

        Figures minus(Figures before) {
            return new Figures(
                    ours - before.ours,
                    oursRefused - before.oursRefused,
                    theirs - before.theirs,
                    theirsRefused - before.theirsRefused,
                    nanos - before.nanos,
                    permits);
        }
    }

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final int permits;
    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Long> counted = new ArrayDeque<>();
    private final Window window;
    private final Door door = new Door(SECOND);
    private long leastLatency = 150 * SECOND / 1_000;
    private long mostLatency = 350 * SECOND / 1_000;
    private double countedWithin = 1;
    private boolean tellsWork;
    private boolean isOpened;
    private long answeredAt;
    private long wakeAt = Long.MAX_VALUE;
    private long numbers;
    private long now;
    private int ours;
    private int oursRefused;
    private int theirs;
    private int theirsRefused;

    SharedWindow(int permits, long seed) {
        this.permits = permits;
        this.random = new SplittableRandom(seed);
        this.window = new Window(permits, LENGTH);
        at(0, this::pump);
    }

    /** Calls take so long; counted within the first {@code part} of it. */
    SharedWindow latency(long least, long most, double part) {
        leastLatency = least;
        mostLatency = most;
        countedWithin = part;
        return this;
    }

    /** The answers tell how long HubSpot worked, so that the latest moment of counting is known to some 20 ms. */
    SharedWindow tellsWork() {
        tellsWork = true;
        return this;
    }

    /** Strangers at even distances, from one second to another. */
    SharedWindow evenStrangers(double perWindow, long fromSecond, long toSecond) {
        long gap = (long) (LENGTH / perWindow);
        strangers(fromSecond * SECOND + random.nextLong(gap), toSecond * SECOND, () -> gap, 1);
        return this;
    }

    /** Strangers that come by chance, one by one. */
    SharedWindow randomStrangers(double perWindow) {
        strangers(0, HOUR, () -> (long) (-Math.log(1 - random.nextDouble()) / perWindow * LENGTH), 1);
        return this;
    }

    /** Strangers that come {@code size} at once, at even distances. */
    SharedWindow burstsOfStrangers(double perWindow, int size) {
        long gap = (long) (LENGTH * size / perWindow);
        strangers(random.nextLong(gap), HOUR, () -> gap, size);
        return this;
    }

    private interface Gap {
        long next();
    }

    private void strangers(long from, long until, Gap gap, int size) {
        at(from, () -> {
            if (now >= until) {
                return;
            }
            for (int i = 0; i < size; i++) {
                boolean isLetIn = isCounted();
                theirs += isLetIn ? 1 : 0;
                theirsRefused += isLetIn ? 0 : 1;
            }
            strangers(now + gap.next(), until, gap, size);
        });
    }

    /** Lets time pass, and says what happened in it. */
    Figures pass(long seconds) {
        Figures before = soFar();
        long end = now + seconds * SECOND;
        while (!events.isEmpty() && events.element().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        now = end;
        return soFar().minus(before);
    }

    /** Strangers in the window, as the caller sees them. */
    double strangersSeen() {
        return window.strangers(now);
    }

    private Figures soFar() {
        return new Figures(ours, oursRefused, theirs, theirsRefused, now, permits);
    }

    private void at(long when, Runnable what) {
        events.add(new Event(Math.max(now, when), numbers++, what));
    }

    private boolean isCounted() {
        while (!counted.isEmpty() && counted.element() <= now - LENGTH) {
            counted.remove();
        }
        if (counted.size() >= permits) {
            return false;
        }
        counted.add(now);
        return true;
    }

    private void pump() {
        while (maySend() && window.tryTake(now)) {
            send();
        }
        long next = door.isShut(now) ? door.opensAt() : window.available(now) > 0 ? Long.MAX_VALUE : window.nextAt();
        if (next <= now) {
            throw new IllegalStateException("It would look again at once, for ever");
        }
        if (next < wakeAt) {
            wakeAt = next;
            at(next, () -> wake(next));
        }
    }

    private void wake(long planned) {
        if (wakeAt == planned) {
            wakeAt = Long.MAX_VALUE;
            pump();
        }
    }

    private boolean maySend() {
        boolean isOneByOne = door.isNarrow() || !isOpened || now - answeredAt >= LENGTH;
        return !door.isShut(now) && (!isOneByOne || window.underWay() == 0);
    }

    private void send() {
        long sentAt = now;
        long latency = random.nextLong(leastLatency, mostLatency + 1);
        at(sentAt + random.nextLong((long) (latency * countedWithin) + 1), () -> {
            boolean isLetIn = isCounted();
            int remaining = permits - counted.size();
            long worked = (long) (0.98 * random.nextDouble(0.9, 1) * (sentAt + latency - now));
            ours += isLetIn ? 1 : 0;
            oursRefused += isLetIn ? 0 : 1;
            at(sentAt + latency, () -> answered(isLetIn, remaining, sentAt, tellsWork && isLetIn ? now - worked : now));
        });
    }

    private void answered(boolean isLetIn, int remaining, long sentAt, long countedAt) {
        if (isLetIn) {
            window.ended(sentAt, countedAt);
            window.remainingAt(remaining, sentAt, countedAt, now);
            door.answered(sentAt);
            isOpened = true;
            answeredAt = now;
        } else {
            window.refused(sentAt, countedAt, now);
            door.shut(sentAt, now, 0, LENGTH);
        }
        pump();
    }
}
