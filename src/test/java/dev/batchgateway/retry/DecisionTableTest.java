package dev.batchgateway.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.retry.Decision.Confirm;
import dev.batchgateway.retry.Decision.HalveByBytes;
import dev.batchgateway.retry.Decision.LearnAndSplit;
import dev.batchgateway.retry.Decision.LeaveUnconfirmed;
import dev.batchgateway.retry.Decision.LeaveUnsent;
import dev.batchgateway.retry.Decision.Match;
import dev.batchgateway.retry.Decision.NarrowDown;
import dev.batchgateway.retry.Decision.RejectAll;
import dev.batchgateway.retry.Decision.SendAgain;
import dev.batchgateway.retry.Decision.SendApart;
import dev.batchgateway.retry.Decision.StopBatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every cell: each kind of reply, each operation, in doubt or not, with attempts left or without. What is
 * expected is DESIGN section 4 written out by hand as rows of five columns, and is not derived from the code.
 */
class DecisionTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_000 * SECOND;
    private static final int MAX_ATTEMPTS = 5;

    private final DecisionTable table = new DecisionTable(
            MAX_ATTEMPTS,
            new Backoff(Duration.ofSeconds(8), Duration.ofSeconds(8), () -> 0),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30));

    /** The columns of the table. */
    private enum Column {
        /** Objects create: never repeated in doubt, so never asked in doubt. */
        CREATE(EnumSet.of(Operation.OBJECT_CREATE)),
        READ(EnumSet.of(Operation.OBJECT_READ, Operation.ASSOCIATION_READ)),
        UPSERT(EnumSet.of(Operation.OBJECT_UPSERT)),
        ARCHIVE(EnumSet.of(
                Operation.OBJECT_ARCHIVE, Operation.ASSOCIATION_ARCHIVE, Operation.ASSOCIATION_LABELS_ARCHIVE)),
        /** The other writes, all of them repeatable. */
        WRITE(EnumSet.of(Operation.OBJECT_UPDATE, Operation.ASSOCIATION_CREATE, Operation.ASSOCIATION_DEFAULT));

        @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
        private final Set<Operation> operations;

        Column(Set<Operation> operations) {
            this.operations = operations;
        }
    }

    /** Words for decisions, so that the table below can be read. */
    private static final Decision MATCH = new Match();

    private static final Decision NARROW = new NarrowDown();
    private static final Decision UNCONFIRMED = new LeaveUnconfirmed(Reason.NO_ANSWER);
    private static final Decision SERVER_ERROR = new LeaveUnconfirmed(Reason.UPSTREAM_ERROR);
    private static final Decision BUSY = new LeaveUnsent(Reason.UPSTREAM_BUSY);
    private static final Decision UNTRUSTED = new LeaveUnsent(Reason.UPSTREAM_UNTRUSTED);
    private static final Decision STOP = new StopBatch(Reason.CREDENTIALS_REFUSED);
    /** At least 2 s, and 4 s of backoff as this test's chance has it. */
    private static final Decision AFTER_A_LOCK = new SendAgain(6 * SECOND, true, false);

    private static final Decision AFTER_A_PAUSE = new SendAgain(6 * SECOND, true, false);
    private static final Decision AFTER_A_PAUSE_HALVED = new SendAgain(6 * SECOND, true, true);
    private static final Decision AFTER_BACKOFF = new SendAgain(4 * SECOND, true, false);
    private static final Decision AFTER_TWO_SECONDS = new SendAgain(2 * SECOND, true, false);
    private static final Decision WITH_THE_NEXT_PERMIT = new SendAgain(0, false, false);

    private record Row(Decision sure, Decision sureAtLast, Decision inDoubt, Decision inDoubtAtLast) {
        /** Whatever was before. */
        static Row always(Decision decision) {
            return new Row(decision, decision, decision, decision);
        }

        /** In doubt or not, one thing as long as there are attempts, another thing afterwards. */
        static Row until(Decision decision, Decision atLast) {
            return new Row(decision, atLast, decision, atLast);
        }

        /** A judgement: it says nothing about an earlier attempt without an answer. */
        static Row judged(Decision sure) {
            return new Row(sure, sure, UNCONFIRMED, UNCONFIRMED);
        }
    }

    private static Map<Column, Row> all(Row row) {
        Map<Column, Row> rows = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            rows.put(column, row);
        }
        return rows;
    }

    /** The same for all writes, another row for reads, which cannot be in doubt: nothing is written. */
    private static Map<Column, Row> writes(Row write, Row read) {
        Map<Column, Row> rows = all(write);
        rows.put(Column.READ, read);
        return rows;
    }

    private static Map<Column, Row> but(Map<Column, Row> rows, Column column, Row row) {
        rows.put(column, row);
        return rows;
    }

    private static final Map<ReplyKind, Map<Column, Row>> TABLE = new EnumMap<>(ReplyKind.class);

    static {
        TABLE.put(ReplyKind.ANSWERED, all(Row.always(MATCH)));
        TABLE.put(ReplyKind.DUPLICATES, writes(Row.judged(new SendApart()), Row.always(new SendApart())));
        TABLE.put(ReplyKind.TOO_MANY_INPUTS, writes(Row.judged(new LearnAndSplit()), Row.always(new LearnAndSplit())));
        TABLE.put(ReplyKind.TOO_LARGE, writes(Row.judged(new HalveByBytes()), Row.always(new HalveByBytes())));
        TABLE.put(ReplyKind.ALL_MISSING, writes(Row.judged(new RejectAll()), Row.always(new RejectAll())));
        TABLE.put(
                ReplyKind.NOT_FOUND,
                but(
                        writes(Row.judged(NARROW), Row.always(NARROW)),
                        Column.ARCHIVE,
                        new Row(NARROW, NARROW, new Confirm(), new Confirm())));
        TABLE.put(
                ReplyKind.CONFLICT,
                but(
                        writes(Row.judged(NARROW), Row.always(NARROW)),
                        Column.UPSERT,
                        new Row(NARROW, NARROW, AFTER_TWO_SECONDS, UNCONFIRMED)));
        TABLE.put(ReplyKind.REFUSED, writes(Row.judged(NARROW), Row.always(NARROW)));
        TABLE.put(ReplyKind.UNAUTHORIZED, writes(Row.judged(STOP), Row.always(STOP)));
        TABLE.put(ReplyKind.FORBIDDEN, writes(Row.judged(STOP), Row.always(STOP)));
        TABLE.put(
                ReplyKind.LOCKED,
                writes(new Row(AFTER_A_LOCK, BUSY, AFTER_A_LOCK, UNCONFIRMED), Row.until(AFTER_A_LOCK, BUSY)));
        TABLE.put(ReplyKind.THROTTLED, all(Row.always(WITH_THE_NEXT_PERMIT)));
        TABLE.put(ReplyKind.DAILY_LIMIT, all(Row.always(new StopBatch(Reason.DAILY_LIMIT))));
        TABLE.put(ReplyKind.MIGRATING, all(Row.always(new StopBatch(Reason.MIGRATION))));
        TABLE.put(
                ReplyKind.OVERLOADED,
                but(all(Row.until(AFTER_A_PAUSE, SERVER_ERROR)), Column.CREATE, Row.always(SERVER_ERROR)));
        TABLE.put(
                ReplyKind.TOO_SLOW,
                but(all(Row.until(AFTER_A_PAUSE_HALVED, SERVER_ERROR)), Column.CREATE, Row.always(SERVER_ERROR)));
        // Bounded by time and not by attempts: see the tests below.
        TABLE.put(ReplyKind.NOT_REACHED, all(Row.always(AFTER_BACKOFF)));
        TABLE.put(
                ReplyKind.UNTRUSTED,
                writes(new Row(UNTRUSTED, UNTRUSTED, UNCONFIRMED, UNCONFIRMED), Row.always(UNTRUSTED)));
        TABLE.put(
                ReplyKind.NO_ANSWER,
                but(all(Row.until(AFTER_BACKOFF, UNCONFIRMED)), Column.CREATE, Row.always(UNCONFIRMED)));
    }

    static Stream<Arguments> cells() {
        return Stream.of(ReplyKind.values())
                .flatMap(kind -> Stream.of(Column.values()).flatMap(column -> column.operations.stream()
                        .flatMap(operation -> Stream.of(
                                Arguments.of(
                                        kind,
                                        operation,
                                        false,
                                        false,
                                        row(kind, column).sure()),
                                Arguments.of(
                                        kind,
                                        operation,
                                        false,
                                        true,
                                        row(kind, column).sureAtLast()),
                                Arguments.of(
                                        kind,
                                        operation,
                                        true,
                                        false,
                                        row(kind, column).inDoubt()),
                                Arguments.of(
                                        kind,
                                        operation,
                                        true,
                                        true,
                                        row(kind, column).inDoubtAtLast())))));
    }

    private static Row row(ReplyKind kind, Column column) {
        return TABLE.getOrDefault(kind, Map.of()).getOrDefault(column, Row.always(new Confirm()));
    }

    @ParameterizedTest(name = "{0} of {1}, in doubt {2}, at last {3}")
    @MethodSource("cells")
    void everyCellIsAsTheDesignSays(
            ReplyKind kind, Operation operation, boolean inDoubt, boolean atLast, Decision expected) {
        Attempts attempts = new Attempts(9, atLast ? MAX_ATTEMPTS : MAX_ATTEMPTS - 1, inDoubt, NOW - SECOND, false, 0);

        assertEquals(expected, table.decide(kind, operation, attempts, false, NOW));
    }

    @Test
    void noCellIsMissing() {
        assertEquals(EnumSet.allOf(ReplyKind.class), TABLE.keySet());
        assertEquals(4L * Operation.values().length * ReplyKind.values().length, cells().count());
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void missingScopesAreNarrowedDownOnceHubSpotHasAnsweredTheBatch(Operation operation) {
        assertEquals(NARROW, table.decide(ReplyKind.FORBIDDEN, operation, Attempts.NONE.plusOne(true), true, NOW));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void anUnreachedHubSpotIsTriedForThirtySeconds(Operation operation) {
        Attempts attempts = Attempts.NONE.plusOne(true).unreached(NOW - 30 * SECOND + 1);

        assertEquals(
                new SendAgain(4 * SECOND, true, false),
                table.decide(ReplyKind.NOT_REACHED, operation, attempts, false, NOW));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void anUnreachedHubSpotIsGivenUpAfterThirtySeconds(Operation operation) {
        Attempts attempts = Attempts.NONE.plusOne(true).unreached(NOW - 30 * SECOND);

        assertEquals(
                new LeaveUnsent(Reason.UPSTREAM_UNREACHABLE),
                table.decide(ReplyKind.NOT_REACHED, operation, attempts, false, NOW));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void givenUpInDoubtAWriteIsUnconfirmed(Operation operation) {
        Attempts attempts = Attempts.NONE.plusOne(true).withDoubt(0).unreached(NOW - 31 * SECOND);

        assertEquals(
                operation.writes() ? UNCONFIRMED : new LeaveUnsent(Reason.UPSTREAM_UNREACHABLE),
                table.decide(ReplyKind.NOT_REACHED, operation, attempts, false, NOW));
    }
}
