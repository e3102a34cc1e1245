package dev.batchgateway.resume;

import dev.batchgateway.dispatch.Timer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a record without going where it lives. All but the names is guarded by {@link Records}' lock. */
final class Place {
    private final String name;
    private final String print;
    private final String form;
    private final boolean isKeyed;
    private final boolean isRepeatable;
    /** Null when its outcomes were not kept. */
    private @Nullable BatchRecord record;

    private boolean isCounted;
    private boolean wasWritten;
    private boolean isRegistered;
    private boolean isForgotten;
    private int users;
    private Timer.@Nullable Scheduled end;

    /** @param name by which it is looked for: that of its key where {@code isKeyed}, its print otherwise */
    Place(String name, Asked asked, boolean isKeyed) {
        this.name = name;
        this.print = asked.print();
        this.form = asked.form();
        this.isKeyed = isKeyed;
        this.isRepeatable = asked.operation().isRepeatable();
    }

    String name() {
        return name;
    }

    String print() {
        return print;
    }

    /** Whoever has a key may come again without it, but marked. */
    List<String> names() {
        return isKeyed ? List.of(name, print) : List.of(name);
    }

    boolean isKeyed() {
        return isKeyed;
    }

    boolean isRepeatable() {
        return isRepeatable;
    }

    boolean isOfForm(String other) {
        return form.equals(other);
    }

    /** Here it lives, from now on. */
    void holds(BatchRecord newRecord) {
        record = newRecord;
    }

    /** Null when its outcomes were not kept. */
    @Nullable
    BatchRecord record() {
        return record;
    }

    /** Its outcomes go. */
    void close() {
        BatchRecord closed = record;
        if (closed != null) {
            record = null;
            closed.close();
        }
    }

    /** One more uses it. */
    void enter(boolean mayBeSentAgain) {
        users++;
        isCounted |= mayBeSentAgain;
    }

    /** One who used it does so no more. */
    void leave(boolean isWritten) {
        users--;
        wasWritten |= isWritten;
    }

    boolean isUsed() {
        return users > 0;
    }

    /** Whether nobody uses it, and it might be kept. */
    boolean isUnused() {
        return users == 0 && !isForgotten && record != null;
    }

    /** Whether somebody who used it was written an answer. */
    boolean wasWritten() {
        return wasWritten;
    }

    /** Whether a caller who was written an answer may ask once more, and must not be served anew. */
    boolean mayComeAgain() {
        return isKeyed || (isCounted && !isRepeatable);
    }

    /** Whose caller has left; who may have, unseen; who has been written an answer; of whom nothing is kept. */
    int unlikeliness() {
        if (record == null) {
            return 3;
        }
        return isUsed() ? 1 : wasWritten ? 2 : 0;
    }

    /** Why {@code asked} cannot have its outcomes; null when it can. */
    @Nullable
    Found refusal(Asked asked) {
        if (!print.equals(asked.print())) {
            return Found.KEY_REUSED;
        }
        if (record == null) {
            return Found.NOT_KEPT;
        }
        return isOfForm(asked.form()) ? null : Found.OTHER_FORM;
    }

    /** The other gateways know of it, or are being told. */
    void registered() {
        isRegistered = true;
    }

    boolean isRegistered() {
        return isRegistered;
    }

    /** Its time ends then. */
    void endsWith(Timer.Scheduled newEnd) {
        end = newEnd;
    }

    /** It has no end any more. */
    void goesOn() {
        if (end != null) {
            end.cancel();
            end = null;
        }
    }

    /** True the first time. */
    boolean forget() {
        boolean wasKnown = !isForgotten;
        isForgotten = true;
        return wasKnown;
    }

    boolean isForgotten() {
        return isForgotten;
    }
}
