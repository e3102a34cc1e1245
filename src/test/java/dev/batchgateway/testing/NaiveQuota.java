package dev.batchgateway.testing;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.limit.Figure;
import dev.batchgateway.limit.QuotaNews;
import java.util.Map;
import java.util.TreeMap;

/** The daily quota that the lanes of one portal share, of which a {@link NaiveStore} each knows the rest. */
public final class NaiveQuota {
    private record Out(int calls, long at) {}

    private final Map<String, Out> out = new TreeMap<>();
    private final Figure left = new Figure();
    private long usedUpAt = NaiveStore.NEVER;
    private long askedUntil;
    private long answeredAt = NaiveStore.NEVER;
    private long calledAt = NaiveStore.NEVER;

    void hear(QuotaNews news, long now) {
        long usedUp = NaiveStore.moment(news.usedUpAgo(), now);
        if (usedUp > usedUpAt) {
            usedUpAt = usedUp;
            askedUntil = now + Math.max(0, news.askedNanos() / 1000);
        }
        answeredAt = Math.max(answeredAt, NaiveStore.moment(news.answeredAgo(), now));
        calledAt = Math.max(calledAt, NaiveStore.moment(news.calledAgo(), now));
        if (news.returnsProbe()) {
            calledAt = calledAt == NaiveStore.NEVER
                    ? now - NaiveStore.MINUTE
                    : Math.min(calledAt, now - NaiveStore.MINUTE);
        }
        if (news.remaining() >= 0) {
            left.told(news.remaining(), now - news.sentAgo() / 1000, now - news.readAgo() / 1000);
        }
    }

    int others(String name, long lease, long now) {
        out.values().removeIf(one -> one.at() + lease < now);
        return out.entrySet().stream()
                .filter(one -> !one.getKey().equals(name))
                .mapToInt(one -> one.getValue().calls())
                .sum();
    }

    private boolean isUsedUp() {
        return usedUpAt != NaiveStore.NEVER && answeredAt < usedUpAt;
    }

    private long aboveReserve(Report report, int others) {
        boolean isOfToday = usedUpAt == NaiveStore.NEVER || left.sentAt() >= usedUpAt;
        return report.reserve() > 0 && left.isKnown() && isOfToday
                ? left.value() - others - report.quota().underWay() - report.reserve()
                : Long.MAX_VALUE;
    }

    boolean isClosed(Report report, int others) {
        return isUsedUp() || aboveReserve(report, others) <= 0;
    }

    long spendable(Report report, int others, long now) {
        if (isClosed(report, others)) {
            return probeAt() <= now ? 1 : 0;
        }
        return aboveReserve(report, others);
    }

    /** When a probe may pass, if it is closed. */
    long probeAt() {
        long next = calledAt == NaiveStore.NEVER ? NaiveStore.MINUTE : calledAt + NaiveStore.MINUTE;
        return Math.max(next, isUsedUp() ? askedUntil : 0);
    }

    void granted(String name, int granted, int nowOut, long now) {
        calledAt = granted > 0 ? now : calledAt;
        out.put(name, new Out(nowOut, now));
    }

    QuotaNews news(int others, long now) {
        return new QuotaNews(
                NaiveStore.ago(usedUpAt, now),
                Math.max(0, askedUntil - now) * 1000,
                NaiveStore.ago(answeredAt, now),
                NaiveStore.ago(calledAt, now),
                left.isKnown() ? left.value() : -1,
                left.isKnown() ? NaiveStore.ago(left.sentAt(), now) : QuotaNews.NEVER,
                left.isKnown() ? NaiveStore.ago(left.readAt(), now) : QuotaNews.NEVER,
                others,
                false);
    }
}
