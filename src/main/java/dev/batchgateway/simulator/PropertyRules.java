package dev.batchgateway.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which properties and values are refused; the texts are HubSpot's (API-FACTS 3.4, EXAMPLES 8 and 17). */
final class PropertyRules {
    private static final String ABSENT_PREFIX = "no_such_";
    private static final String NO_SCOPE_PREFIX = "no_scope_";
    private static final String BAD_EMAIL = "invalid-format";
    private static final String BAD_OPTION = "no-such-option";

    /** What is wrong with the properties of one input, if anything is. */
    Optional<Problem> check(ObjectType type, Map<String, String> properties) {
        List<PropertyProblem> problems = new ArrayList<>();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (property.getKey().startsWith(NO_SCOPE_PREFIX)) {
                return Optional.of(new Problem.Scopes(scopes(type)));
            }
            check(property.getKey(), property.getValue()).ifPresent(problems::add);
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(new Problem.Properties(problems));
    }

    static List<String> scopes(ObjectType type) {
        return List.of("crm.objects." + type.singular() + "s.sensitive.write.v2");
    }

    private static Optional<PropertyProblem> check(String name, String value) {
        if (name.startsWith(ABSENT_PREFIX)) {
            return problem(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist");
        }
        if (name.equals("email") && value.equals(BAD_EMAIL)) {
            return problem(name, "INVALID_EMAIL", "Property value \"" + value + "\" is not a valid email");
        }
        if (name.equals("hs_pipeline_stage") && value.equals(BAD_OPTION)) {
            return problem(name, "INVALID_OPTION", value + " was not one of the allowed options: [1, 2, 3, 4]");
        }
        return Optional.empty();
    }

    private static Optional<PropertyProblem> problem(String name, String code, String message) {
        return Optional.of(new PropertyProblem(name, code, message));
    }
}
