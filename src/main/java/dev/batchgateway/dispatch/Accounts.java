package dev.batchgateway.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in use, by the name the caller gives or else by a digest of their token: the token itself is never
 * kept. Those idle for a window are forgotten when others come, so that a thousand accounts cost a thousand small
 * objects and no more. Thread-safe.
 */
public final class Accounts {
    /** Looking for idle accounts costs a walk over all: done once for so many new ones. */
    private static final int SWEEP_EVERY = 64;

    private final AccountsConfig config;
    private final @Nullable SharedBudgets shared;
    private final LaneParts parts;
    private final LongSupplier clock;
    private final Map<String, Account> byKey = new LinkedHashMap<>();
    private final Map<String, Portal> portals = new LinkedHashMap<>();
    private int untilSweep = SWEEP_EVERY;

    /**
     * @param config how accounts begin, and what bounds them
     * @param shared the store their budgets are shared in; null when they are this gateway's alone
     * @param clock a monotonic clock, in nanoseconds
     * @param timer runs things later
     * @param watch told what goes on
     */
    public Accounts(
            AccountsConfig config, @Nullable SharedBudgets shared, LongSupplier clock, Timer timer, Watch watch) {
        this.config = config;
        this.shared = shared;
        this.clock = clock;
        this.parts = new LaneParts(
                new InFlightGate(config.maxInFlight()),
                clock,
                timer,
                watch,
                () -> Math.max(config.replicas(), shared == null ? 0 : shared.members()));
    }

    /**
     * The account whose calls carry {@code authorization}.
     *
     * @param name what the caller calls it; null when it gives no name. Names are those of one caller identity: as
     *     long as HubSpot's tokens are passed through there is but one, everybody
     */
    public synchronized Account of(String authorization, @Nullable AccountName name) {
        String key = name == null ? sha256(authorization) : "name " + name.portal() + "/" + name.app();
        Account account = byKey.get(key);
        if (account == null) {
            sweep();
            String portalKey = name == null ? key : "name " + name.portal();
            Portal portal = portals.computeIfAbsent(portalKey, k -> new Portal(config.dailyReserve()));
            account = new Account(
                    portal,
                    new Lane(config.objects(), portal, sharedBudget(portalKey, key, "objects"), parts),
                    new Lane(config.associations(), portal, sharedBudget(portalKey, key, "associations"), parts),
                    clock);
            byKey.put(key, account);
        }
        account.askedForAt(clock.getAsLong());
        return account;
    }

    /** Accounts that are remembered. */
    public synchronized int size() {
        return byKey.size();
    }

    /** HubSpot accounts whose daily quota is closed. */
    public synchronized int closed() {
        return (int) portals.values().stream().filter(Portal::isClosed).count();
    }

    /** The least number of calls left today in any HubSpot account that has told; -1 when none has. */
    public synchronized long leastDailyRemaining() {
        return portals.values().stream()
                .mapToLong(Portal::remaining)
                .filter(left -> left >= 0)
                .min()
                .orElse(-1);
    }

    /** How the lanes are now. */
    public List<LaneState> lanes(boolean associations) {
        List<Account> all;
        synchronized (this) {
            all = new ArrayList<>(byKey.values());
        }
        return all.stream()
                .map(account -> associations ? account.associations() : account.objects())
                .map(Lane::state)
                .toList();
    }

    /** Calls under way over all accounts. */
    public int underWay() {
        return parts.gate().underWay();
    }

    /** The bound of {@link #underWay}. */
    public int mostUnderWay() {
        return config.maxInFlight();
    }

    /** What an account is called in logs: twelve hexadecimal digits that do not lead back to the token. */
    public static String digest(String authorization) {
        return sha256(authorization).substring(0, 12);
    }

    private @Nullable SharedBudget sharedBudget(String portal, String key, String budget) {
        return shared == null ? null : shared.of(shortened(portal), shortened(key) + ":" + budget);
    }

    private static String shortened(String key) {
        return sha256(key).substring(0, 32);
    }

    private static String sha256(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private void sweep() {
        if (--untilSweep <= 0) {
            untilSweep = SWEEP_EVERY;
            long now = clock.getAsLong();
            byKey.values().removeIf(account -> {
                boolean isIdle = account.isIdle(now);
                if (isIdle) {
                    account.retire();
                }
                return isIdle;
            });
            portals.values().removeIf(portal -> portal.isForgettable(now));
        }
    }
}
