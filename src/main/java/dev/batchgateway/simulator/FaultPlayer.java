package dev.batchgateway.simulator;

import java.util.Optional;
import java.util.function.Function;

/** Plays one call that was let in: the fault its script has for it, or none. */
final class FaultPlayer {
    private final AnswerWriter writer;
    private final long latencyMillis;

    /** What HubSpot does with the call: writes its inputs and answers. */
    interface Work {
        Answer perform();
    }

    FaultPlayer(AnswerWriter writer, long latencyMillis) {
        this.writer = writer;
        this.latencyMillis = latencyMillis;
    }

    /** Does the work before, after or instead of what the fault does; {@code work} takes the fault's refusals. */
    void play(Optional<Fault> played, Function<Optional<Fault.RefuseInputs>, Work> work) {
        if (played.isEmpty()) {
            writer.answer(work.apply(Optional.empty()).perform(), latencyMillis);
            return;
        }
        Fault fault = played.get();
        if (fault instanceof Fault.RefuseInputs refusal) {
            writer.answer(work.apply(Optional.of(refusal)).perform(), latencyMillis);
            return;
        }
        play(fault, work.apply(Optional.empty()));
    }

    private void play(Fault fault, Work work) {
        if (fault instanceof Fault.Reply fixed) {
            performIf(fixed.afterWriting(), work);
            writer.fixed(fixed, latencyMillis);
        } else if (fault instanceof Fault.Cut cut) {
            cut(cut.moment(), work);
        } else if (fault instanceof Fault.Stall stall) {
            performIf(stall.afterWriting(), work);
        } else if (fault instanceof Fault.Late late) {
            writer.answer(work.perform(), latencyMillis + late.by().toMillis());
        } else if (fault instanceof Fault.ApplyLate late) {
            writer.cut();
            writer.after(late.by().toMillis(), work::perform);
        } else if (fault instanceof Fault.Misshape misshape) {
            writer.misshaped(work.perform(), misshape.shape(), latencyMillis);
        }
    }

    private void cut(Fault.Cut.Moment moment, Work work) {
        if (moment == Fault.Cut.Moment.HALF_WAY) {
            writer.halfOf(work.perform(), latencyMillis);
        } else {
            performIf(moment == Fault.Cut.Moment.AFTER_WRITING, work);
            writer.after(latencyMillis, writer::cut);
        }
    }

    private static void performIf(boolean wanted, Work work) {
        if (wanted) {
            work.perform();
        }
    }
}
