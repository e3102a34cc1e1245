package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * {@code batch/create} and {@code batch/associate/default} of associations: each input alone, but a kind of association
 * that does not exist refuses the call (API-FACTS 3.3).
 */
final class AssociationCreate implements AssociationRule {
    private final Account account;
    private final AssociationLabels labels;

    AssociationCreate(Account account) {
        this.account = account;
        this.labels = new AssociationLabels(account.settings());
    }

    @Override
    public Answer answer(Call call, ObjectType from, ObjectType to) {
        AssociationForm form = form(call, from, to);
        return call.inputs().stream()
                .flatMap(input -> invalid(form, input).stream())
                .findFirst()
                .map(context -> account.problems().ofCall(List.of(new Problem.Associations(context))))
                .orElseGet(() -> create(call, form, from, to));
    }

    private AssociationForm form(Call call, ObjectType from, ObjectType to) {
        AssociationTypes types = account.associations().types();
        if (call.operation() == HubSpotOperation.ASSOCIATIONS_DEFAULT) {
            return new DefaultForm(types, from, to);
        }
        return call.route().isV3()
                ? new NamedForm(types, from, to)
                : new LabelledForm(types, from, to, account.settings().get(Behaviour.ASSOCIATION_IDS_AS_NUMBERS));
    }

    private Optional<JsonObject> invalid(AssociationForm form, InputBody input) {
        return form.isWellNamed(input)
                ? labels.check(form.labels(input))
                : Optional.of(AssociationLabels.invalid(input.text("type")));
    }

    private Answer create(Call call, AssociationForm form, ObjectType from, ObjectType to) {
        BatchAnswer answer = new BatchAnswer(call.span());
        AssociationEnds ends = new AssociationEnds(account.records(), answer);
        String objectType = from.typeId() + "/" + to.typeId();
        for (InputBody input : call.inputs()) {
            String fromId = input.idIn("from");
            String toId = input.idIn("to");
            if (ends.exist(from, fromId, to, toId)) {
                boolean first = account.associations().add(from, fromId, to, toId, form.labels(input));
                account.wrote(call, input, objectType, fromId + "->" + toId, first);
                answer.results(form.results(input));
            }
        }
        return answer.answer(success(call), withErrors(call), account.chance(), account.settings());
    }

    /** 2026-09 lists 200 where earlier versions list 201 (API-FACTS 1.3); the default association is always 200. */
    private static int success(Call call) {
        boolean listed200 = call.route().isDated() && call.route().version().compareTo("2026-09") >= 0;
        return call.operation() == HubSpotOperation.ASSOCIATIONS_DEFAULT || listed200 ? 200 : 201;
    }

    private static int withErrors(Call call) {
        return call.operation() == HubSpotOperation.ASSOCIATIONS_DEFAULT ? 200 : 207;
    }
}
