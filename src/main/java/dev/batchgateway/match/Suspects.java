package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inputs that a refusal of a whole call points at, so that they can be sent apart before anything is halved.
 *
 * @param named whether it names them by id or trace id, so that the refusal is theirs for certain
 * @param indexes their places in the chunk, ascending; empty when it points at none, or at all alike
 */
public record Suspects(boolean named, Set<Integer> indexes) {
    private static final Suspects NONE = new Suspects(false, Set.of());
    /** The problems inside "Property values were not valid: [...]", a JSON array as text (EXAMPLES 8). */
    private static final Pattern NAME_IN_MESSAGE = Pattern.compile("\"name\":\"([^\"\\\\]+)\"");
    /** What could be an id, an e-mail or another value: words of this length are hardly there by chance. */
    private static final Pattern WORD = Pattern.compile("[^\\s\"'\\[\\](){},;:]{4,}");

    /** About the bytes of one record in {@code to}. */
    private static final int LEAST_TO = 9;

    /** A word that many inputs hold ("Existing", "already") is there by chance. */
    private static final int MOST_BY_WORD = 3;

    /**
     * Values of a call's inputs that are looked at; where there are more, the call points at nobody, and is halved. A
     * hundred inputs of 250 properties have so many; each takes some 400 bytes here, however short it is.
     */
    private static final int MOST_VALUES = 25_000;

    /** Those that {@code error}, HubSpot's refusal of a call for {@code chunk}, points at. */
    public static Suspects of(Operation operation, Chunk chunk, Traces traces, HubSpotError error) {
        ErrorNames.Named named = new ErrorNames(operation, chunk, traces).namedBy(error);
        if (named.sure() && !named.indexes().isEmpty()) {
            return new Suspects(true, named.indexes());
        }
        Set<Integer> suspects = named.indexes();
        if (chunk.size() == 1 || hasTooMany(chunk)) {
            return isOfNoUse(suspects, chunk) ? NONE : new Suspects(false, suspects);
        }
        Set<String> properties = propertiesIn(error);
        if (isOfNoUse(suspects, chunk) && !properties.isEmpty()) {
            suspects = byProperty(chunk, error, properties);
        }
        if (isOfNoUse(suspects, chunk)) {
            suspects = byWord(chunk, error.message());
        }
        return isOfNoUse(suspects, chunk) ? NONE : new Suspects(false, suspects);
    }

    private static boolean hasTooMany(Chunk chunk) {
        long values = 0;
        for (int i = 0; i < chunk.size() && values <= MOST_VALUES; i++) {
            Input input = chunk.inputs().get(i);
            Slice to = input.to();
            values += ResultFields.of(input.bytes()).countUpTo(MOST_VALUES);
            values += to == null ? 0 : to.length() / LEAST_TO;
        }
        return values > MOST_VALUES;
    }

    private static boolean isOfNoUse(Set<Integer> suspects, Chunk chunk) {
        return suspects.isEmpty() || suspects.size() == chunk.size();
    }

    private static Set<String> propertiesIn(HubSpotError error) {
        Set<String> names = new HashSet<>(error.propertyNames());
        Matcher name = NAME_IN_MESSAGE.matcher(error.message());
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    /** Those with a value the message quotes; else those that have the property (or lack it, if that is the problem). */
    private static Set<Integer> byProperty(Chunk chunk, HubSpotError error, Set<String> names) {
        boolean isMissing = error.bytes().toString().contains("\"MISSING_");
        Set<Integer> having = new TreeSet<>();
        Set<Integer> quoted = new TreeSet<>();
        for (int i = 0; i < chunk.size(); i++) {
            Map<String, String> values =
                    ResultFields.of(chunk.inputs().get(i).bytes()).texts(MOST_VALUES);
            for (String name : names) {
                String value = values.getOrDefault(name, "");
                if (isMissing ? value.isEmpty() : values.containsKey(name)) {
                    having.add(i);
                }
                if (value.length() > 2 && error.message().contains(value)) {
                    quoted.add(i);
                }
            }
        }
        return quoted.isEmpty() || quoted.size() == chunk.size() ? having : quoted;
    }

    private static Set<Integer> byWord(Chunk chunk, String message) {
        Index texts = new Index();
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            Set<String> own = new HashSet<>(
                    ResultFields.of(input.bytes()).texts(MOST_VALUES).values());
            if (input.id() != null) {
                own.add(input.id());
            }
            own.addAll(input.toIds());
            for (String text : own) {
                texts.add(text, i);
            }
        }
        Set<Integer> suspects = new TreeSet<>();
        Matcher word = WORD.matcher(message);
        while (word.find()) {
            List<Integer> found = texts.find(word.group());
            suspects.addAll(found.size() <= MOST_BY_WORD && found.size() < chunk.size() ? found : List.of());
        }
        return suspects;
    }
}
