package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** What HubSpot says about {@link Problem}s: of a whole call, or of one input in a 207. */
final class ProblemBody {
    private static final String VALIDATION_ERROR = "VALIDATION_ERROR";
    private static final String BAD_ASSOCIATIONS = "One or more associations are invalid";

    private final ErrorBody errors;
    private final BodyWriter writer;
    private final SimulatorSettings settings;

    ProblemBody(ErrorBody errors, BodyWriter writer, SimulatorSettings settings) {
        this.errors = errors;
        this.writer = writer;
        this.settings = settings;
    }

    /**
     * The refusal of a call for the problems of its inputs, in their order. Wrong properties of all inputs are lumped
     * together (EXAMPLES 8); of anything else only the first is named (EXAMPLES 5).
     */
    Answer ofCall(List<Problem> problems) {
        List<PropertyProblem> properties = problems.stream()
                .filter(Problem.Properties.class::isInstance)
                .flatMap(problem -> ((Problem.Properties) problem).problems().stream())
                .toList();
        if (!properties.isEmpty()) {
            return Answer.of(400, properties(properties));
        }
        Problem first = problems.get(0);
        if (first instanceof Problem.Conflict conflict) {
            String named = settings.get(Behaviour.CONFLICT_NAMES_ID) ? message(conflict) : already(conflict);
            return Answer.of(409, errors.ofCall(named, "CONFLICT"));
        }
        if (first instanceof Problem.Scopes scopes) {
            return Answer.of(403, errors.missingScopes(scopes.scopes()));
        }
        if (first instanceof Problem.Associations associations) {
            return Answer.of(400, errors.ofCall(BAD_ASSOCIATIONS, VALIDATION_ERROR, associations.context()));
        }
        Fault.RefuseInputs fault = ((Problem.Scripted) first).fault();
        return Answer.of(fault.status(), errors.ofCall(fault.message(), fault.category()));
    }

    /** The entry of {@code errors} for one input. */
    JsonObject ofInput(Problem problem, String traceId) {
        JsonObject context = ErrorBody.context("objectWriteTraceId", List.of(traceId));
        if (problem instanceof Problem.Properties properties) {
            return ErrorBody.entry(VALIDATION_ERROR, inputMessage(properties.problems()), context);
        }
        if (problem instanceof Problem.Conflict conflict) {
            conflict.existingId().ifPresent(id -> context.put("existingId", new JsonArray().add(id)));
            return ErrorBody.entry("CONFLICT", message(conflict), context);
        }
        if (problem instanceof Problem.Scopes scopes) {
            context.put("requiredGranularScopes", new JsonArray(scopes.scopes()));
            return ErrorBody.entry(ErrorBody.MissingScopes.CATEGORY, ErrorBody.MissingScopes.MESSAGE, context);
        }
        if (problem instanceof Problem.Associations associations) {
            return ErrorBody.entry(VALIDATION_ERROR, BAD_ASSOCIATIONS, context.mergeIn(associations.context()));
        }
        Fault.RefuseInputs fault = ((Problem.Scripted) problem).fault();
        return ErrorBody.entry(fault.category(), fault.message(), context);
    }

    /**
     * Text and list of a refused call disagree in the one capture there is: the list lacks the last of four problems,
     * a repeated one. So a repeated last problem is left out here.
     */
    private JsonObject properties(List<PropertyProblem> problems) {
        int last = problems.size() - 1;
        boolean repeated = problems.subList(0, last).contains(problems.get(last));
        JsonArray details = new JsonArray();
        problems.stream()
                .limit(repeated ? last : problems.size())
                .map(problem -> new JsonObject()
                        .put("message", problem.message())
                        .put("code", problem.code())
                        .put("context", ErrorBody.context("propertyName", List.of(problem.property()))))
                .forEach(details::add);
        return errors.ofCall(invalid(problems.stream().map(ProblemBody::brief).toList()), VALIDATION_ERROR)
                .put("errors", details);
    }

    private String inputMessage(List<PropertyProblem> problems) {
        if (problems.size() == 1 && problems.get(0).code().equals("INVALID_EMAIL")) {
            return problems.get(0).message(); // EXAMPLES 17
        }
        return invalid(problems.stream()
                .map(problem -> brief(problem)
                        .put("localizedErrorMessage", problem.message())
                        .put("portalId", settings.get(Behaviour.PORTAL_ID)))
                .toList());
    }

    private static JsonObject brief(PropertyProblem problem) {
        return new JsonObject()
                .put("isValid", false)
                .put("message", problem.message())
                .put("error", problem.code())
                .put("name", problem.property());
    }

    private String invalid(List<JsonObject> problems) {
        return problems.stream()
                .map(problem -> writer.write(problem).toString())
                .collect(Collectors.joining(",", "Property values were not valid: [", "]"));
    }

    private static String message(Problem.Conflict conflict) {
        return already(conflict)
                + conflict.existingId().map(id -> ". Existing ID: " + id).orElse("");
    }

    private static String already(Problem.Conflict conflict) {
        return conflict.type().capitalised() + " already exists";
    }
}
