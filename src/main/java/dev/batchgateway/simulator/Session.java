package dev.batchgateway.simulator;

/** Everything the simulator has learned since the last reset, which makes a new one. */
record Session(Chance chance, Ledger ledger, Budgets budgets, Account account, HubSpot hubSpot) {

    static Session of(SimulatorSettings settings, long seed) {
        Chance chance = new Chance(seed);
        Ledger ledger = new Ledger(settings);
        Account account = Account.of(settings, chance, ledger);
        return new Session(chance, ledger, new Budgets(settings), account, new HubSpot(account));
    }
}
