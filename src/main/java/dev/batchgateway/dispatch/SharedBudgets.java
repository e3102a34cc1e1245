package dev.batchgateway.dispatch;

/** The port to a store in which several gateways keep the budgets they spend together. */
@FunctionalInterface
public interface SharedBudgets {
    /**
     * The budget of one lane. Names are digests, the same in every gateway.
     *
     * @param portal whose daily quota its calls spend
     * @param lane the app, and which of its budgets it is
     */
    SharedBudget of(String portal, String lane);

    /** The most gateways that any lane had of late, this one included; 0 when none have been counted. */
    default int members() {
        return 0;
    }
}
