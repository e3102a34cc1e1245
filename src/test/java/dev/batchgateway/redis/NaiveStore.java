package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One lane's budget as it would be written without a thought for speed or for Redis: what was told is kept and looked
 * at anew each time, and permits are dealt out one by one. Times are microseconds.
 */
final class NaiveStore {
    private static final class Gateway {
        private final String name;
        private long seen;
        private int held;
        private int first;
        private int later;
        private long due;
        private long served;

        private Gateway(String name) {
            this.name = name;
        }
    }

    private record Permit(String owner, long comesBackAt) {}

    private final Map<String, Gateway> gateways = new TreeMap<>();
    private final List<Permit> spent = new ArrayList<>();
    private @Nullable Report rate;
    private boolean wasTold;
    private long shutUntil;
    private long born = -1;
    private long settledAt;

    Reserved exchange(String name, Report report, BudgetTimes times, long now) {
        if (born < 0) {
            born = now;
        }
        if (rate == null || report.isTold() || !wasTold) {
            rate = report;
            wasTold = report.isTold();
        }
        int permits = rate.permits();
        long window = rate.windowNanos() / 1000;
        long lease = Math.max(times.lease().toNanos() / 1000, window);
        if (report.shutNanos() > 0) {
            shutUntil = Math.max(shutUntil, now + report.shutNanos() / 1000);
        }
        long shutNanos = Math.max(0, shutUntil - now) * 1000;
        spent.removeIf(permit -> permit.comesBackAt() <= now);

        Gateway known = gateways.get(name);
        boolean isLapsed = known == null || known.seen + lease < now;
        boolean hasPast = report.held() > 0 || !report.endedAgoNanos().isEmpty();
        long settling = times.settling().toNanos() / 1000;
        if (isLapsed && report.rejoins() && hasPast && now < born + settling) {
            settledAt = born + settling;
        }
        long remembered = times.remembered().toNanos() / 1000;
        gateways.values().removeIf(gateway -> gateway.seen + Math.max(lease, remembered) < now);
        int others = 0;
        for (Gateway gateway : gateways.values()) {
            others += !gateway.name.equals(name) && gateway.seen + remembered >= now ? 1 : 0;
        }
        if (isLapsed && !report.rejoins()) {
            return new Reserved(true, 0, permits, window * 1000, others, Long.MAX_VALUE, shutNanos, true);
        }
        if (report.rejoins()) {
            spent.removeIf(permit -> permit.owner().equals(name));
        }
        for (long ago : report.endedAgoNanos()) {
            long comesBackAt = now - ago / 1000 + window;
            if (comesBackAt > now) {
                spent.add(new Permit(name, comesBackAt));
            }
        }
        Gateway me = known == null ? new Gateway(name) : known;
        gateways.put(name, me);
        me.seen = now;
        me.held = report.held();
        me.first = Math.min(report.firstTurns(), permits);
        me.later = Math.min(report.laterTurns(), permits);

        List<Gateway> alive = new ArrayList<>(gateways.values());
        alive.removeIf(gateway -> gateway.seen + lease < now);
        List<Gateway> contenders = new ArrayList<>(alive);
        contenders.removeIf(gateway -> gateway != me && !isAwaited(gateway, times, now));
        int free = permits - spent.size();
        for (Gateway gateway : alive) {
            free -= gateway.held;
        }
        int granted = 0;
        if (now >= shutUntil && now >= settledAt) {
            Map<Gateway, Integer> firsts = deal(free, contenders, gateway -> gateway.first);
            int taken = firsts.values().stream().mapToInt(Integer::intValue).sum();
            Map<Gateway, Integer> laters = deal(free - taken - report.kept(), contenders, gateway -> gateway.later);
            int first = firsts.getOrDefault(me, 0);
            int later = laters.getOrDefault(me, 0);
            me.first -= first;
            me.later -= later;
            granted = first + later;
        }
        me.held += granted;
        me.served = granted > 0 ? now : me.served;
        int needed = 1 - (free - granted) + (me.first == 0 && me.later > 0 ? report.kept() : 0);
        long next = next(me, alive, contenders, needed, lease, times, now);
        me.due = next == Long.MAX_VALUE ? 0 : next;
        return new Reserved(
                true,
                granted,
                permits,
                window * 1000,
                others + 1,
                next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(1, next - now) * 1000,
                shutNanos,
                false);
    }

    private long next(
            Gateway me,
            List<Gateway> alive,
            List<Gateway> contenders,
            int needed,
            long lease,
            BudgetTimes times,
            long now) {
        if (now < shutUntil || now < settledAt) {
            return Math.max(shutUntil, settledAt);
        }
        long next = Long.MAX_VALUE;
        for (Gateway gateway : alive) {
            if (gateway != me && gateway.held > 0) {
                next = Math.min(next, gateway.seen + lease + 1);
            }
        }
        spent.sort(Comparator.comparingLong(Permit::comesBackAt));
        if (Math.max(1, needed) <= spent.size()) {
            next = Math.min(next, spent.get(Math.max(1, needed) - 1).comesBackAt());
        }
        if (me.first + me.later > 0 && needed <= 0) {
            for (Gateway gateway : contenders) {
                if (gateway != me) {
                    next = Math.min(next, gateway.due + patience(gateway, times, now));
                }
            }
        }
        return next;
    }

    private static boolean isAwaited(Gateway gateway, BudgetTimes times, long now) {
        return gateway.first + gateway.later > 0
                && gateway.due <= now
                && now < gateway.due + patience(gateway, times, now);
    }

    private static long patience(Gateway gateway, BudgetTimes times, long now) {
        long grace = times.grace().toNanos() / 1000;
        return Math.max(grace, Math.min(10 * grace, (now - gateway.served) / 10));
    }

    /** First everybody's whole part, then one each, beginning with who was served longest ago. */
    private static Map<Gateway, Integer> deal(int pool, List<Gateway> contenders, ToIntFunction<Gateway> wish) {
        Map<Gateway, Integer> parts = new HashMap<>();
        int all = contenders.stream().mapToInt(wish).sum();
        int left = Math.min(Math.max(0, pool), all);
        for (Gateway gateway : contenders) {
            int whole = all == 0 ? 0 : (int) ((long) Math.min(Math.max(0, pool), all) * wish.applyAsInt(gateway) / all);
            parts.put(gateway, whole);
            left -= whole;
        }
        List<Gateway> inOrder = new ArrayList<>(contenders);
        inOrder.removeIf(gateway -> wish.applyAsInt(gateway) == 0);
        inOrder.sort(
                Comparator.<Gateway>comparingLong(gateway -> gateway.served).thenComparing(gateway -> gateway.name));
        for (int i = 0; i < left; i++) {
            parts.merge(inOrder.get(i), 1, Integer::sum);
        }
        return parts;
    }
}
