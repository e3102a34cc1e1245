package dev.batchgateway.match;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One call to a HubSpot of random habits: it echoes trace ids or not, shows keys or not, names the inputs of its errors
 * in one way or another or not at all, and drops inputs without a word. Each result carries {@code owner}, the index of
 * the input it is of, which no matcher knows of.
 */
final class RandomHubSpot {
    /** What became of an input. */
    enum Fate {
        DONE,
        FAILED,
        DROPPED,
        /** An association of which only the reverse direction was written. */
        HALF
    }

    private final Operation operation;
    private final Random random;
    private final boolean echoes;
    private final boolean showsKeys;
    private final boolean rewrites;
    private final int naming;
    private final List<String> inputs = new ArrayList<>();
    private final List<Fate> fates = new ArrayList<>();

    RandomHubSpot(Operation operation, int size, Random random) {
        this.operation = operation;
        this.random = random;
        this.echoes = random.nextInt(3) == 0;
        this.showsKeys = random.nextInt(4) > 0;
        this.rewrites = random.nextInt(4) == 0;
        this.naming = random.nextInt(4);
        boolean drops = random.nextInt(3) == 0;
        for (int i = 0; i < size; i++) {
            inputs.add(input(i));
            Fate bad = drops && random.nextBoolean() ? Fate.DROPPED : Fate.FAILED;
            boolean isHalf = drops && showsKeys && random.nextInt(4) == 0 && hasTwoResults();
            fates.add(isHalf ? Fate.HALF : random.nextInt(3) == 0 ? bad : Fate.DONE);
        }
    }

    List<String> inputs() {
        return inputs;
    }

    Fate fate(int index) {
        return fates.get(index);
    }

    /** Whether nothing in its answer is left to guess. */
    boolean isPlain() {
        boolean telling = (echoes && operation.isTraced()) || (showsKeys && operation != Operation.OBJECT_CREATE);
        return telling && naming == 0 && !fates.contains(Fate.DROPPED) && !fates.contains(Fate.HALF);
    }

    /** Two inputs of one call never have the same key (Splitter), nor the same pair in either direction. */
    private String input(int index) {
        return switch (operation) {
            case OBJECT_CREATE -> "{\"properties\":{" + values() + "}}";
            case OBJECT_UPSERT -> "{\"id\":\"Key" + index + "\",\"idProperty\":\"k\"}";
            case ASSOCIATION_CREATE, ASSOCIATION_DEFAULT, ASSOCIATION_ARCHIVE, ASSOCIATION_LABELS_ARCHIVE ->
                "{\"from\":{\"id\":\"" + (index / 2) + "\"},\"to\":{\"id\":"
                        + (index % 2 == 0 ? index / 2 : 100 + index) + "},\"type\":\"a_to_b\"}";
            default -> "{\"id\":" + (random.nextBoolean() ? "\"" + index + "\"" : "" + index) + "}";
        };
    }

    private String values() {
        List<String> values = new ArrayList<>();
        for (String name : List.of("name", "phone", "stage")) {
            if (random.nextInt(3) > 0) {
                String value = name.equals("stage") && random.nextBoolean() ? "lead" : name + random.nextInt(4);
                values.add("\"" + name + "\":\"" + value + "\"");
            }
        }
        return String.join(",", values);
    }

    String answer(Traces traces) {
        List<String> results = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Fate fate = fates.get(i);
            if ((fate == Fate.DONE || fate == Fate.HALF) && operation.hasResults()) {
                results.addAll(results(i, trace(traces, i)));
            }
            if (fate == Fate.FAILED || (fate == Fate.HALF && random.nextBoolean())) {
                errors.addAll(errors(i, trace(traces, i)));
            }
        }
        Collections.shuffle(results, random);
        Collections.shuffle(errors, random);
        return "{\"results\":[" + String.join(",", results) + "],\"errors\":[" + String.join(",", errors) + "]}";
    }

    private boolean hasTwoResults() {
        return operation == Operation.ASSOCIATION_CREATE || operation == Operation.ASSOCIATION_DEFAULT;
    }

    private static String trace(Traces traces, int index) {
        byte[] given = traces.given(index);
        return String.valueOf(given == null ? null : JsonText.string(Slice.of(given)));
    }

    private List<String> results(int index, String trace) {
        String owner = "{\"owner\":" + index
                + (echoes && operation.isTraced() ? ",\"objectWriteTraceId\":\"" + trace + "\"" : "");
        if (operation.isAssociation() && !showsKeys) {
            return hasTwoResults() ? List.of(owner + "}", owner + "}") : List.of(owner + "}");
        }
        if (operation == Operation.ASSOCIATION_READ) {
            return List.of(owner + ",\"from\":{\"id\":\"" + index + "\"}}");
        }
        if (operation.isAssociation()) {
            int from = index / 2;
            int to = index % 2 == 0 ? index / 2 : 100 + index;
            String forward = owner + ",\"from\":{\"id\":" + from + "},\"to\":{\"id\":" + to + "},\"type\":\"a_to_b\"}";
            String reverse = owner + ",\"from\":{\"id\":" + to + "},\"to\":{\"id\":" + from + "},\"type\":\"b_to_a\"}";
            if (fates.get(index) == Fate.HALF) {
                return List.of(reverse);
            }
            return random.nextBoolean() ? List.of(reverse, forward) : List.of(forward);
        }
        String properties = "";
        if (operation == Operation.OBJECT_CREATE) {
            properties = rewritten(inputs.get(index));
        } else if (operation == Operation.OBJECT_UPSERT && showsKeys) {
            properties = "\"k\":\"key" + index + "\"";
        }
        boolean showsId = operation != Operation.OBJECT_CREATE && operation != Operation.OBJECT_UPSERT && showsKeys;
        return List.of(owner + (showsId ? ",\"id\":\"" + index + "\"" : "") + ",\"properties\":{" + properties + "}}");
    }

    /** What was sent, some of it in HubSpot's own form, and a default where nothing was. */
    private String rewritten(String input) {
        String values = input.substring("{\"properties\":{".length(), input.length() - 2);
        String shown = rewrites ? values.replace("phone", "Phone ").replace("\"Phone \"", "\"phone\"") : values;
        String stage = shown.isEmpty() ? "\"stage\":\"lead\"" : ",\"stage\":\"lead\"";
        return shown.contains("\"stage\"") ? shown : shown + stage;
    }

    private List<String> errors(int index, String trace) {
        List<String> contexts = new ArrayList<>();
        if (naming == 0 || (naming == 1 && random.nextBoolean())) {
            contexts.addAll(names(index, trace));
        } else {
            contexts.add(naming == 2 ? "\"ids\":[\"\"]" : "");
        }
        return contexts.stream()
                .map(c -> "{\"category\":\"E\"," + (c.startsWith("\"sub") ? c : "\"context\":{" + c + "}") + "}")
                .toList();
    }

    private List<String> names(int index, String trace) {
        if (operation.isTraced()) {
            return List.of("\"objectWriteTraceId\":[\"" + trace + "\"]");
        }
        if (operation.isAssociation() && operation != Operation.ASSOCIATION_READ) {
            int to = index % 2 == 0 ? index / 2 : 100 + index;
            return List.of("\"fromObjectId\":[\"" + (index / 2) + "\"],\"toObjectId\":[\"" + to + "\"]");
        }
        return List.of("\"ids\":[\"" + index + "\"]");
    }
}
