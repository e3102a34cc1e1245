package dev.batchgateway.simulator;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The simulated HubSpot behind its rate limits: a call in, an answer out, the account's data changed. What holds for
 * every operation is here; each has its own rule.
 */
final class HubSpot {
    private static final String VALIDATION_ERROR = "VALIDATION_ERROR";

    private static final System.Logger LOG = System.getLogger(HubSpot.class.getName());

    private final Account account;
    private final Map<HubSpotOperation, Function<Call, Answer>> rules = new EnumMap<>(HubSpotOperation.class);

    HubSpot(Account account) {
        this.account = account;
        ObjectCreate create = new ObjectCreate(account);
        SingleRecords single = new SingleRecords(account);
        AssociationRule associate = new AssociationCreate(account);
        AssociationRule dissociate = new AssociationArchive(account);
        onType(HubSpotOperation.OBJECTS_CREATE, create);
        onType(HubSpotOperation.OBJECTS_READ, new ObjectRead(account));
        onType(HubSpotOperation.OBJECTS_UPDATE, new ObjectUpdate(account));
        onType(HubSpotOperation.OBJECTS_UPSERT, new ObjectUpsert(account));
        onType(HubSpotOperation.OBJECTS_ARCHIVE, new ObjectArchive(account));
        onType(HubSpotOperation.OBJECT_CREATE, create::single);
        onType(HubSpotOperation.OBJECT_READ, single::read);
        onType(HubSpotOperation.SEARCH, single::search);
        onType(HubSpotOperation.PROPERTIES, single::properties);
        onTypes(HubSpotOperation.ASSOCIATIONS_CREATE, associate);
        onTypes(HubSpotOperation.ASSOCIATIONS_DEFAULT, associate);
        onTypes(HubSpotOperation.ASSOCIATIONS_READ, new AssociationRead(account));
        onTypes(HubSpotOperation.ASSOCIATIONS_ARCHIVE, dissociate);
        onTypes(HubSpotOperation.ASSOCIATIONS_LABELS_ARCHIVE, dissociate);
    }

    /** Answers a call. Synchronized, as tests add records from their own threads. */
    synchronized Answer answer(Call call) {
        Function<Call, Answer> rule = rules.getOrDefault(call.operation(), this::notFound);
        try {
            return call.operation().isBatch() ? batch(call, rule) : rule.apply(call);
        } catch (RuntimeException e) {
            // Fields of another type than the schema's end here; a caller left waiting would be harder to explain.
            LOG.log(System.Logger.Level.WARNING, "The simulator cannot answer " + call.route(), e);
            return Answer.of(400, account.errors().ofCall("Invalid input JSON: " + e, ""));
        }
    }

    /** Adds a record, or changes it if it exists, without a call; the ledger does not list it. */
    synchronized String add(String typeName, Optional<String> id, Map<String, String> properties, String at) {
        ObjectType type = account.types()
                .find(typeName)
                .orElseThrow(() -> new IllegalArgumentException("There is no object type " + typeName));
        String recordId = id.orElseGet(account.records()::newId);
        CrmRecord record = account.records().find(type, recordId).orElseGet(() -> new CrmRecord(type, recordId, at));
        properties.forEach((name, value) -> record.properties().put(name, RecordStore.normalised(name, value)));
        account.records().put(record);
        return recordId;
    }

    private Answer notFound(Call unknown) {
        return Answer.of(404, account.errors().ofCall("resource not found", NotFound.CATEGORY));
    }

    private Answer batch(Call call, Function<Call, Answer> rule) {
        if (call.inputs().isEmpty()) {
            // EXAMPLES 33: a body without inputs does nothing and says COMPLETE, whatever the operation.
            return new BatchAnswer(call.span()).answer(200, account.chance(), account.settings());
        }
        return tooMany(call).or(() -> withoutId(call)).orElseGet(() -> rule.apply(call));
    }

    private void onType(HubSpotOperation operation, ObjectRule rule) {
        rules.put(operation, call -> {
            String name = call.route().names().get(0);
            return account.types()
                    .find(name)
                    .map(type -> rule.answer(call, type))
                    .orElseGet(() -> unknownType(name));
        });
    }

    private void onTypes(HubSpotOperation operation, AssociationRule rule) {
        rules.put(operation, call -> {
            List<String> names = call.route().names();
            Optional<ObjectType> from = account.types().find(names.get(0));
            Optional<ObjectType> to = account.types().find(names.get(1));
            return from.isPresent() && to.isPresent()
                    ? rule.answer(call, from.get(), to.get())
                    : unknownType(names.get(from.isPresent() ? 1 : 0));
        });
    }

    /** API-FACTS 1.2. */
    private Answer unknownType(String name) {
        int status = account.settings().get(Behaviour.UNKNOWN_TYPE_STATUS);
        String category = status == 404 ? NotFound.CATEGORY : VALIDATION_ERROR;
        return Answer.of(status, account.errors().ofCall("Unable to infer object type from: " + name, category));
    }

    /** EXAMPLES 20 and 21. */
    private Optional<Answer> tooMany(Call call) {
        boolean histories = call.operation() == HubSpotOperation.OBJECTS_READ
                && !call.body().texts("propertiesWithHistory").isEmpty();
        int most = account.settings().get(histories ? Limits.HISTORY_INPUTS : Limits.inputs(call.operation()));
        if (call.inputs().size() <= most) {
            return Optional.empty();
        }
        String message = "The maximum number of inputs supported in a batch "
                + (histories ? "request for property histories " : "") + "is " + most
                + ". Please reduce the number of items and try again";
        return Optional.of(Answer.of(400, account.errors().ofCall(message, VALIDATION_ERROR)));
    }

    /** An input without the {@code id} its schema requires (API-FACTS 1.4); the text is a guess. */
    private Optional<Answer> withoutId(Call call) {
        boolean needsId =
                switch (call.operation()) {
                    case OBJECTS_READ, OBJECTS_UPDATE, OBJECTS_UPSERT, OBJECTS_ARCHIVE, ASSOCIATIONS_READ -> true;
                    default -> false;
                };
        if (!needsId || call.inputs().stream().allMatch(input -> input.fields().getValue("id") != null)) {
            return Optional.empty();
        }
        String message = "Invalid input JSON on line 1, column 1: Some required fields were not set: [id]";
        return Optional.of(Answer.of(400, account.errors().ofCall(message, "")));
    }
}
