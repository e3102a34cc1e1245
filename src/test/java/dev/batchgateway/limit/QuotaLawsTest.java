package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link Quota}, whatever is answered in whatever order. */
class QuotaLawsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = 60 * SECOND;
    private static final int STEPS = 400;

    /** A quota as it would be written without a thought for speed: all that happened, looked through each time. */
    private static final class NaiveQuota {
        private enum What {
            USED_UP,
            ANSWERED,
            TAKEN
        }

        private record Event(What what, long at, long readAt, long value) {}

        private final List<Event> events = new ArrayList<>();
        private final long reserve;
        private int underWay;
        private boolean isProbing;
        private long probeAt;

        NaiveQuota(long reserve) {
            this.reserve = reserve;
        }

        private long latest(What what) {
            return events.stream()
                    .filter(event -> event.what() == what)
                    .mapToLong(Event::at)
                    .max()
                    .orElse(Long.MIN_VALUE);
        }

        boolean isUsedUp() {
            long usedUp = latest(What.USED_UP);
            return usedUp != Long.MIN_VALUE && latest(What.ANSWERED) < usedUp;
        }

        long remaining() {
            if (isUsedUp()) {
                return 0;
            }
            Event holding = null;
            for (Event event : events) {
                if (event.what() != What.ANSWERED || event.value() < 0) {
                    continue;
                }
                if (holding == null) {
                    holding = event;
                } else if (event.value() == holding.value()) {
                    holding = new Event(
                            What.ANSWERED,
                            Math.max(event.at(), holding.at()),
                            Math.max(event.readAt(), holding.readAt()),
                            event.value());
                } else if (event.at() >= holding.readAt()
                        || (event.readAt() > holding.at() && event.value() < holding.value())) {
                    holding = event;
                }
            }
            return holding == null || holding.at() < latest(What.USED_UP) ? -1 : holding.value();
        }

        boolean isClosed() {
            long left = remaining();
            return isUsedUp() || (reserve > 0 && left >= 0 && left - underWay <= reserve);
        }

        boolean mayProbe(long now) {
            long asked = events.stream()
                    .filter(event -> event.what() == What.USED_UP && event.at() == latest(What.USED_UP))
                    .mapToLong(event -> event.at() + event.value())
                    .max()
                    .orElse(0);
            long called = latest(What.TAKEN);
            boolean isDue = called == Long.MIN_VALUE || now >= called + MINUTE;
            return !isProbing && isDue && (!isUsedUp() || now >= asked);
        }

        void ended(long takenAt) {
            underWay--;
            isProbing = isProbing && takenAt < probeAt;
        }

        void unused(long takenAt, long now) {
            boolean wasProbing = isProbing;
            ended(takenAt);
            if (wasProbing && !isProbing) {
                events.removeIf(event -> event.what() == What.TAKEN && event.at() > now - MINUTE);
            }
        }
    }

    @Property(tries = 300)
    void isAsTheSlowAndObviousOne(@ForAll @IntRange(max = 30) int reserve, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Quota quota = new Quota(reserve);
        NaiveQuota naive = new NaiveQuota(reserve);
        List<Long> underWay = new ArrayList<>();
        long now = 1;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(20) == 0 ? random.nextLong(3 * MINUTE) : random.nextLong(SECOND);
            boolean isFree = !naive.isClosed() || naive.mayProbe(now);
            if (underWay.isEmpty() || (isFree && random.nextBoolean())) {
                naive.isProbing = naive.isClosed();
                naive.probeAt = now;
                naive.underWay++;
                naive.events.add(new NaiveQuota.Event(NaiveQuota.What.TAKEN, now, now, 0));
                underWay.add(now);
                quota.taken(now);
            } else {
                end(quota, naive, underWay.remove(random.nextInt(underWay.size())), now, random);
            }
            String where = "seed " + seed + ", step " + step;
            assertEquals(naive.isClosed(), quota.isClosed(), where);
            assertEquals(naive.remaining(), quota.remaining(), where);
            assertEquals(naive.isProbing, quota.isProbing(), where);
            if (naive.isClosed()) {
                assertEquals(naive.mayProbe(now), quota.mayProbe(now), where);
            }
        }
    }

    private static void end(Quota quota, NaiveQuota naive, long sentAt, long now, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> {
                long asked = random.nextInt(3) * random.nextLong(5 * MINUTE);
                naive.ended(sentAt);
                if (naive.latest(NaiveQuota.What.ANSWERED) <= sentAt) {
                    naive.events.add(new NaiveQuota.Event(NaiveQuota.What.USED_UP, now, now, asked));
                }
                quota.usedUp(asked, sentAt, sentAt, now);
            }
            case 1 -> {
                naive.unused(sentAt, now);
                quota.unused(sentAt, now);
            }
            case 2 -> {
                naive.ended(sentAt);
                quota.silent(sentAt);
            }
            default -> {
                long left = random.nextInt(4) - 1 < 0 ? -1 : random.nextLong(60);
                naive.ended(sentAt);
                naive.events.add(new NaiveQuota.Event(NaiveQuota.What.ANSWERED, sentAt, now, left));
                naive.isProbing = naive.isProbing && naive.isClosed();
                quota.answered(left, sentAt, sentAt, now);
            }
        }
    }

    /** Whatever two gateways tell each other, in whatever order: they come to the same, and know as much as both. */
    @Property(tries = 200)
    void gatewaysThatTellEachOtherComeToTheSame(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Quota one = new Quota(0);
        Quota two = new Quota(0);
        long now = 1;
        for (int step = 0; step < 100; step++) {
            now += random.nextLong(MINUTE);
            Quota quota = random.nextBoolean() ? one : two;
            quota.taken(now);
            long sentAt = now;
            now += random.nextLong(SECOND);
            if (random.nextInt(3) == 0) {
                quota.usedUp(0, sentAt, sentAt, now);
            } else {
                quota.answered(random.nextLong(60), sentAt, sentAt, now);
            }
            one.hears(two.news(now), true, false, now);
            two.hears(one.news(now), true, false, now);

            assertEquals(one.isClosed(), two.isClosed());
            assertEquals(one.remaining(), two.remaining());
            assertEquals(one.probeInNanos(now), two.probeInNanos(now));
        }
    }

    /** A probe that is granted is one call, and no more. */
    @Property(tries = 50)
    void aGrantedProbeIsOneCall(@ForAll @IntRange(min = 1, max = 59) int seconds) {
        Quota quota = new Quota(0);
        quota.taken(0);
        quota.usedUp(0, 0, 0, SECOND);
        long now = seconds * SECOND;

        quota.hears(QuotaNews.NONE, true, true, now);

        assertTrue(quota.mayProbe(now));
        quota.taken(now);
        quota.silent(now);
        assertEquals(MINUTE, quota.probeInNanos(now));
    }
}
