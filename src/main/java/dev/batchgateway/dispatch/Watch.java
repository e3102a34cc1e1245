package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Target;
import dev.batchgateway.retry.ReplyKind;

/** The port to whoever counts what goes on. Called on any thread; must not block, wait or throw. */
public interface Watch {
    /** Nobody counts. */
    Watch NONE = new Watch() {
        @Override
        public void waited(boolean associations, long nanos) {}

        @Override
        public void called(boolean associations, ReplyKind kind, int status, long nanos) {}

        @Override
        public void backsOff(ReplyKind kind, long nanos) {}

        @Override
        public void sendsAgain(ReplyKind before) {}

        @Override
        public void isolates(Operation operation, int calls) {}

        @Override
        public void ended(Target target, Outcomes outcomes) {}
    };

    /**
     * A batch, or a call that is passed on, has got a permit.
     *
     * @param associations whether of an association lane
     * @param nanos how long it had waited since it wanted one, or since it had got the last one
     */
    void waited(boolean associations, long nanos);

    /**
     * A call has ended.
     *
     * @param status HubSpot's; 0 when there is no answer that can be read
     * @param nanos how long it was under way
     */
    void called(boolean associations, ReplyKind kind, int status, long nanos);

    /**
     * Inputs will be sent again after a pause.
     *
     * @param kind why
     * @param nanos the pause; 0 when only the lane decides
     */
    void backsOff(ReplyKind kind, long nanos);

    /**
     * A call is sent whose inputs were in an earlier one.
     *
     * @param before how the last of these ended
     */
    void sendsAgain(ReplyKind before);

    /**
     * Calls are spent on finding the inputs for which HubSpot has refused a whole call.
     *
     * @param calls how many, as {@code max-isolation-calls} counts them: one that is kept back counts at once
     */
    void isolates(Operation operation, int calls);

    /** A run of a batch has ended; {@code outcomes} are of those inputs that it was to send. */
    void ended(Target target, Outcomes outcomes);
}
