package dev.batchgateway.simulator;

/** {@code batch/archive} of records: 204 whatever the ids are (EXAMPLES 23; for unknown ids inferred, API-FACTS 9.8). */
final class ObjectArchive implements ObjectRule {
    private final Account account;

    ObjectArchive(Account account) {
        this.account = account;
    }

    @Override
    public Answer answer(Call call, ObjectType type) {
        for (InputBody input : call.inputs()) {
            account.records().find(type, input.text("id")).ifPresent(record -> {
                record.archive(call.span().startedAt());
                account.records().put(record);
                account.wrote(call, input, type.typeId(), record.id(), false);
            });
        }
        return Answer.empty(204);
    }
}
