package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How create, update and upsert treat the inputs of one call (API-FACTS 3.3): all or nothing, unless every input has a
 * trace id of its own; then each input stands alone and the answer is a 207 if one is refused.
 */
final class ObjectWrites {
    private final Account account;

    ObjectWrites(Account account) {
        this.account = account;
    }

    Answer write(Call call, ObjectType type, InputWrite write, int successStatus) {
        return account.settings().get(Behaviour.MULTI_STATUS) && haveTraceIdsOfTheirOwn(call.inputs())
                ? eachAlone(call, type, write, successStatus)
                : allOrNothing(call, type, write, successStatus);
    }

    private Answer eachAlone(Call call, ObjectType type, InputWrite write, int successStatus) {
        BatchAnswer answer = new BatchAnswer(call.span());
        for (int i = 0; i < call.inputs().size(); i++) {
            InputBody input = call.inputs().get(i);
            Verdict verdict = verdict(call, write, i);
            String traceId = input.traceId().orElse("");
            if (verdict instanceof Verdict.Good) {
                answer.result(write.apply(input));
            } else if (verdict instanceof Verdict.Refused refused) {
                answer.error(account.problems().ofInput(refused.problem(), traceId));
            } else if (verdict instanceof Verdict.Missing missing) {
                JsonObject context = ErrorBody.context("ids", List.of(missing.id()))
                        .mergeIn(ErrorBody.context("objectWriteTraceId", List.of(traceId)));
                answer.error(NotFound.entry(type, context));
            }
        }
        return answer.answer(successStatus, account.chance(), account.settings());
    }

    private Answer allOrNothing(Call call, ObjectType type, InputWrite write, int successStatus) {
        List<InputBody> good = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> missingIds = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Verdict verdict = verdict(call, write, i);
            if (verdict instanceof Verdict.Good) {
                good.add(call.inputs().get(i));
            } else if (verdict instanceof Verdict.Refused refused) {
                problems.add(refused.problem());
            } else if (verdict instanceof Verdict.Missing missing) {
                missingIds.add(missing.id());
            }
        }
        if (!problems.isEmpty()) {
            return account.problems().ofCall(problems);
        }
        BatchAnswer answer = new BatchAnswer(call.span());
        good.forEach(input -> answer.result(write.apply(input)));
        if (!missingIds.isEmpty()) {
            answer.error(NotFound.entry(type, ErrorBody.context("ids", missingIds)));
        }
        return answer.answer(successStatus, account.chance(), account.settings());
    }

    private static Verdict verdict(Call call, InputWrite write, int place) {
        return call.refusal()
                .filter(refusal -> (place + 1) % refusal.nth() == 0)
                .<Verdict>map(refusal -> new Verdict.Refused(new Problem.Scripted(refusal)))
                .orElseGet(() -> write.check(call.inputs().get(place)));
    }

    private static boolean haveTraceIdsOfTheirOwn(List<InputBody> inputs) {
        Set<String> seen = new HashSet<>();
        return inputs.stream()
                .allMatch(input -> input.traceId().filter(seen::add).isPresent());
    }
}
