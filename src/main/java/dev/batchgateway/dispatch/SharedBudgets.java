package dev.batchgateway.dispatch;

/** The port to a store in which several gateways keep the budgets they spend together. */
@FunctionalInterface
public interface SharedBudgets {
    /**
     * The budget of one lane.
     *
     * @param lane its name, the same in every gateway: a digest of the account and which of its budgets it is
     */
    SharedBudget of(String lane);
}
