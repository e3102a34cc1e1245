package dev.batchgateway.dispatch;

import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store for shared budgets in memory, in the plainest way: every permit that is out is in a list. Answers after a
 * millisecond; can be lost, and can forget everything.
 */
final class FakeStore {
    private static final long LATENCY = Duration.ofMillis(1).toNanos();
    private static final long TIMEOUT = Duration.ofMillis(200).toNanos();
    private static final long LEASE = Duration.ofSeconds(15).toNanos();

    private static final long WANT_COUNTS = Duration.ofMillis(300).toNanos();

    private record Back(String member, long at) {}

    private record Want(int permits, long at) {}

    private static final class LaneBook {
        private final Map<String, Integer> held = new TreeMap<>();
        private final Map<String, Long> heardOf = new TreeMap<>();
        private final Map<String, Want> wants = new TreeMap<>();
        private final List<Back> back = new ArrayList<>();
        private int permits;
        private long windowNanos;
        private boolean isTold;
        private long shutUntil = Long.MIN_VALUE;
    }

    private final ManualClock clock;
    private final ManualTimer timer;
    private final Map<String, LaneBook> books = new HashMap<>();
    private boolean isLost;
    private int exchanges;

    FakeStore(ManualClock clock, ManualTimer timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /** The port of one gateway. */
    SharedBudgets member(String name) {
        return lane -> report -> Uni.createFrom().emitter(emitter -> {
            boolean lost = isLost;
            exchanges++;
            timer.after(
                    lost ? TIMEOUT : LATENCY,
                    () -> emitter.complete(lost ? Reserved.LOST : exchange(name, lane, report)));
        });
    }

    void lose() {
        isLost = true;
    }

    void find() {
        isLost = false;
    }

    /** Starts again, empty. */
    void forget() {
        books.clear();
    }

    int exchanges() {
        return exchanges;
    }

    /** Permits that are out, over all lanes. */
    int out() {
        return books.values().stream().mapToInt(this::out).sum();
    }

    private int out(LaneBook book) {
        long now = clock.getAsLong();
        book.back.removeIf(back -> back.at() <= now);
        book.heardOf.entrySet().removeIf(heard -> now - heard.getValue() > LEASE);
        book.held.keySet().retainAll(book.heardOf.keySet());
        return book.back.size()
                + book.held.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of what is free, as much as goes to this member when all that want some come for it. */
    private int part(LaneBook book, String member, int wanted, long now) {
        book.wants.put(member, new Want(wanted, now));
        book.wants.values().removeIf(want -> want.permits() == 0 || now - want.at() > WANT_COUNTS);
        int all = book.wants.values().stream().mapToInt(Want::permits).sum();
        int free = Math.max(0, book.permits - out(book));
        return all <= free ? free : (int) Math.min(free, Math.max(1, (long) free * wanted / all));
    }

    private Reserved exchange(String member, String lane, Report report) {
        long now = clock.getAsLong();
        LaneBook book = books.computeIfAbsent(lane, name -> new LaneBook());
        out(book);
        boolean isNew = !book.heardOf.containsKey(member) && !report.rejoins();
        if (book.permits == 0 || report.isTold() || !book.isTold) {
            book.permits = report.permits();
            book.windowNanos = report.windowNanos();
            book.isTold |= report.isTold();
        }
        if (report.rejoins()) {
            book.back.removeIf(back -> back.member().equals(member));
        }
        report.endedAgoNanos().forEach(ago -> book.back.add(new Back(member, now - ago + book.windowNanos)));
        book.heardOf.put(member, now);
        book.held.put(member, report.held());
        if (report.shutNanos() > 0) {
            book.shutUntil = Math.max(book.shutUntil, now + report.shutNanos());
        }
        int free = part(book, member, report.firstTurns() + report.laterTurns(), now);
        int first = Math.min(report.firstTurns(), free);
        int later = Math.max(0, Math.min(report.laterTurns(), free - first - report.kept()));
        book.held.merge(member, first + later, Integer::sum);
        long next = book.back.stream().mapToLong(Back::at).min().orElse(Long.MAX_VALUE);
        return new Reserved(
                true,
                first + later,
                book.permits,
                book.windowNanos,
                book.heardOf.size(),
                next == Long.MAX_VALUE ? next : next - now,
                book.shutUntil > now ? book.shutUntil - now : 0,
                isNew);
    }
}
