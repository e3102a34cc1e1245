package dev.batchgateway.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The accounts in use, by a digest of their token: the token itself is never kept. Those idle for a window are
 * forgotten when others come, so that a thousand accounts cost a thousand small objects and no more. Thread-safe.
 */
public final class Accounts {
    /** Looking for idle accounts costs a walk over all: done once for so many new ones. */
    private static final int SWEEP_EVERY = 64;

    private final LaneConfig objects;
    private final LaneConfig associations;
    private final InFlightGate gate;
    private final LongSupplier clock;
    private final Timer timer;
    private final Map<String, Account> byDigest = new LinkedHashMap<>();
    private int untilSweep = SWEEP_EVERY;

    /**
     * @param objects how object lanes begin
     * @param associations how association lanes begin
     * @param maxInFlight most calls under way over all accounts
     */
    public Accounts(LaneConfig objects, LaneConfig associations, int maxInFlight, LongSupplier clock, Timer timer) {
        this.objects = objects;
        this.associations = associations;
        this.gate = new InFlightGate(maxInFlight);
        this.clock = clock;
        this.timer = timer;
    }

    /** The account whose calls carry {@code authorization}. */
    public synchronized Account of(String authorization) {
        String digest = sha256(authorization);
        Account account = byDigest.get(digest);
        if (account == null) {
            sweep();
            Lane objectLane = new Lane(objects, true, gate, clock, timer);
            Lane associationLane = new Lane(associations, false, gate, clock, timer);
            account = new Account(objectLane, associationLane, clock);
            byDigest.put(digest, account);
        }
        account.askedForAt(clock.getAsLong());
        return account;
    }

    /** Accounts that are remembered. */
    public synchronized int size() {
        return byDigest.size();
    }

    /** What an account is called in logs: twelve hexadecimal digits that do not lead back to the token. */
    public static String digest(String authorization) {
        return sha256(authorization).substring(0, 12);
    }

    private static String sha256(String authorization) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private void sweep() {
        if (--untilSweep <= 0) {
            untilSweep = SWEEP_EVERY;
            long now = clock.getAsLong();
            byDigest.values().removeIf(account -> account.isIdle(now));
        }
    }
}
