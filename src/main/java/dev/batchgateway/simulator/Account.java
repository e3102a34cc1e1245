package dev.batchgateway.simulator;

/** What the rules of all operations share: one simulated HubSpot account since the last reset. */
record Account(
        SimulatorSettings settings,
        Chance chance,
        Ledger ledger,
        ObjectTypes types,
        RecordStore records,
        AssociationStore associations,
        ErrorBody errors,
        ProblemBody problems,
        ResultBody results) {

    static Account of(SimulatorSettings settings, Chance chance, Ledger ledger) {
        ErrorBody errors = new ErrorBody(chance::correlationId);
        return new Account(
                settings,
                chance,
                ledger,
                new ObjectTypes(settings),
                new RecordStore(settings),
                new AssociationStore(settings),
                errors,
                new ProblemBody(errors, new BodyWriter(), settings),
                new ResultBody(settings));
    }

    /**
     * Enters one written input in the ledger. Of an association the record id belongs to its identity, as one input
     * may remove several; of a record it does not, as a create sent twice makes two.
     */
    void wrote(Call call, InputBody input, String objectType, String recordId, boolean created) {
        String identity = objectType.contains("/") ? objectType + recordId : objectType;
        ledger.wrote(new WrittenInput(
                call.number(),
                call.operation(),
                objectType,
                recordId,
                created,
                settings.get(Behaviour.KEEP_RAW_BODIES) ? input.raw() : "",
                input.traceId().orElse(""),
                Fingerprint.of(call.operation(), identity, input.fields()),
                call.span().now()));
    }
}
