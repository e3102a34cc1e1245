package dev.batchgateway.testing;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.Figure;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.redis.BudgetTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * One lane's budget as it would be written without a thought for speed or for Redis: what was told is kept and looked
 * at anew each time, and permits are dealt out one by one. Times are microseconds, of any clock that starts above zero.
 */
public final class NaiveStore {
    private static final class Gateway {
        private final String name;
        private long seen;
        private int held;
        private int first;
        private int later;
        private int soon;
        private long due;
        private long served;

        private Gateway(String name) {
            this.name = name;
        }
    }

    private record Permit(String owner, long comesBackAt) {}

    static final long MINUTE = 60_000_000;
    private static final long TELLING = 200_000;
    static final long NEVER = Long.MIN_VALUE;

    private final Map<String, Gateway> gateways = new TreeMap<>();
    private final List<Permit> spent = new ArrayList<>();
    private final Figure told = new Figure();
    private final NaiveQuota quota;
    private int permits;
    private long window;
    private int lowerings = -1;
    private long changedAt = NEVER;
    private long shutUntil;
    private long passedAt;
    private String user = "";
    private long usedAt = NEVER;
    private long otherAt = NEVER;
    private long born = -1;
    private long settledAt;

    /** @param quota the daily quota of the lane's portal */
    public NaiveStore(NaiveQuota quota) {
        this.quota = quota;
    }

    /** Permits that are out. */
    public int out(BudgetTimes times, long now) {
        long lease = Math.max(times.lease().toNanos() / 1000, window);
        spent.removeIf(permit -> permit.comesBackAt() <= now);
        return spent.size()
                + gateways.values().stream()
                        .filter(gateway -> gateway.seen + lease >= now)
                        .mapToInt(gateway -> gateway.held)
                        .sum();
    }

    /** Takes a report, and answers it. */
    public Reserved exchange(String name, Report report, BudgetTimes times, long now) {
        if (born < 0) {
            born = now;
        }
        hear(report.rate(), now);
        hear(report.door(), now);
        hear(name, report.use(), now);
        quota.hear(report.quota(), now);
        long lease = Math.max(times.lease().toNanos() / 1000, window);
        spent.removeIf(permit -> permit.comesBackAt() <= now);

        Gateway known = gateways.get(name);
        boolean isLapsed = known == null || known.seen + lease < now;
        boolean hasPast = report.held() > 0 || !report.endedAgoNanos().isEmpty();
        long settling = times.settling().toNanos() / 1000;
        if (isLapsed && report.rejoins() && hasPast && now < born + settling) {
            settledAt = born + settling;
        }
        int othersOut = quota.others(name, lease, now);
        boolean isClosed = quota.isClosed(report, othersOut);
        long spendable = quota.spendable(report, othersOut, now);
        long remembered = times.remembered().toNanos() / 1000;
        gateways.values().removeIf(gateway -> gateway.seen + Math.max(lease, remembered) < now);
        int others = 0;
        for (Gateway gateway : gateways.values()) {
            others += !gateway.name.equals(name) && gateway.seen + remembered >= now ? 1 : 0;
        }
        if (isLapsed && !report.rejoins()) {
            quota.granted(name, 0, report.quota().underWay(), now);
            return answer(0, others, Long.MAX_VALUE, true, othersOut, false, now);
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
        me.soon = Math.min(report.soon(), permits);

        List<Gateway> alive = new ArrayList<>(gateways.values());
        alive.removeIf(gateway -> gateway.seen + lease < now);
        List<Gateway> contenders = new ArrayList<>(alive);
        contenders.removeIf(gateway -> gateway != me && !isAwaited(gateway, times, now));
        int held = alive.stream().mapToInt(gateway -> gateway.held).sum();
        int free = permits - spent.size() - held;
        boolean isKept = otherAt != NEVER && now - otherAt < MINUTE;
        int kept = isKept ? report.use().kept() : 0;
        boolean isTried = alive.stream()
                .anyMatch(gateway -> gateway.held > 0 && gateway.served >= shutUntil && now - gateway.served < window);
        long most = isNarrow(now) ? Math.min(spendable, isTried ? 0 : 1) : spendable;
        int granted = 0;
        if (now >= shutUntil && now >= settledAt) {
            Map<Gateway, Integer> firsts = deal(free, contenders, gateway -> gateway.first);
            int taken = firsts.values().stream().mapToInt(Integer::intValue).sum();
            Map<Gateway, Integer> laters = deal(
                    free - taken - kept,
                    contenders,
                    gateway -> gateway.later + (gateway == me || isOpening(gateway, times, now) ? gateway.soon : 0));
            int first = (int) Math.min(firsts.getOrDefault(me, 0), most);
            int later = (int) Math.min(Math.min(me.later, laters.getOrDefault(me, 0)), most - first);
            me.first -= first;
            me.later -= later;
            granted = first + later;
        }
        me.held += granted;
        me.served = granted > 0 ? now : me.served;
        long probeAt = quota.probeAt();
        quota.granted(name, granted, report.quota().underWay() + granted, now);
        int needed = 1 - (free - granted) + (me.first == 0 && me.later > 0 ? kept : 0);
        long next = next(me, alive, contenders, needed, lease, times, now);
        if (isClosed && granted == 0) {
            next = Math.max(next == Long.MAX_VALUE ? 0 : next, probeAt);
        }
        me.due = next == Long.MAX_VALUE ? 0 : next;
        return answer(granted, others + 1, next, false, othersOut, isClosed && granted > 0, now);
    }

    private void hear(SharedRate rate, long now) {
        if (rate.isTold()) {
            if (told.told(rate.permits(), now - rate.sentAgoNanos() / 1000, now - rate.readAgoNanos() / 1000)) {
                permits = rate.permits();
                window = rate.windowNanos() / 1000;
            }
        } else if (!told.isKnown() && rate.lowerings() >= lowerings) {
            changedAt = now - rate.changedAgoNanos() / 1000;
            lowerings = rate.lowerings();
            permits = rate.permits();
            window = rate.windowNanos() / 1000;
        }
    }

    private void hear(Report.Shutting door, long now) {
        shutUntil = Math.max(shutUntil, door.isShut() ? now + door.opensInNanos() / 1000 : 0);
        passedAt = Math.max(passedAt, moment(door.answeredAgoNanos(), now));
    }

    private boolean isNarrow(long now) {
        return shutUntil > now || (shutUntil > 0 && passedAt + TELLING < shutUntil);
    }

    private void hear(String name, Report.Use use, long now) {
        long used = moment(use.usedAgoNanos(), now);
        long other = moment(use.otherAgoNanos(), now);
        if (used == NEVER) {
            return;
        }
        if (user.isEmpty() || user.equals(name)) {
            usedAt = Math.max(usedAt, used);
            otherAt = Math.max(otherAt, other);
            user = name;
        } else if (used > usedAt) {
            otherAt = Math.max(usedAt, other);
            usedAt = used;
            user = name;
        } else {
            otherAt = Math.max(otherAt, used);
        }
    }

    private Reserved answer(
            int granted, int members, long next, boolean isNew, int othersOut, boolean isProbe, long now) {
        long nextNanos = next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(1, next - now) * 1000;
        SharedRate rate = new SharedRate(
                permits,
                window * 1000,
                told.isKnown(),
                told.isKnown() ? ago(told.sentAt(), now) : QuotaNews.NEVER,
                told.isKnown() ? ago(told.readAt(), now) : QuotaNews.NEVER,
                Math.max(0, lowerings),
                ago(changedAt, now));
        return new Reserved(
                true,
                granted,
                members,
                nextNanos,
                isNew,
                rate,
                Math.max(0, shutUntil - now) * 1000,
                isNarrow(now),
                quota.news(othersOut, now),
                isProbe);
    }

    static long moment(long agoNanos, long now) {
        return agoNanos == QuotaNews.NEVER ? NEVER : now - agoNanos / 1000;
    }

    static long ago(long moment, long now) {
        return moment == NEVER ? QuotaNews.NEVER : Math.max(0, now - moment) * 1000;
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
                    next = Math.min(
                            next,
                            isOpening(gateway, times, now)
                                    ? gateway.seen + times.opening().toNanos() / 1000
                                    : gateway.due + patience(gateway, times, now));
                }
            }
        }
        return next;
    }

    private static boolean isAwaited(Gateway gateway, BudgetTimes times, long now) {
        return isOpening(gateway, times, now)
                || (gateway.first + gateway.later > 0
                        && gateway.due <= now
                        && now < gateway.due + patience(gateway, times, now));
    }

    private static boolean isOpening(Gateway gateway, BudgetTimes times, long now) {
        return gateway.soon > 0 && now < gateway.seen + times.opening().toNanos() / 1000;
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
