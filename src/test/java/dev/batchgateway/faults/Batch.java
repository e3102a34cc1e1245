package dev.batchgateway.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A batch as a caller makes it.
 *
 * @param path where it goes
 * @param inputs as JSON
 * @param marks of each input the text by which the ledger knows it: its property {@code ref}, or a record's id
 */
public record Batch(String path, List<String> inputs, List<String> marks) {
    private static final long FIRST_RECORD = 1_000_000;

    /** Copies the lists. */
    public Batch {
        inputs = List.copyOf(inputs);
        marks = List.copyOf(marks);
    }

    /** New records, each with a {@code ref} of its own that starts with {@code name}. */
    public static Batch creates(String type, String name, int count) {
        return of(path(type, "create"), count, i -> ref(name, i), i -> properties(ref(name, i)));
    }

    /** Upserts by a unique property, each with a key and a {@code ref} of its own. */
    public static Batch upserts(String type, String name, int count) {
        return of(
                path(type, "upsert"),
                count,
                i -> ref(name, i),
                i -> "{\"idProperty\":\"unique_key\",\"id\":\"key-" + ref(name, i) + "\"," + inner(ref(name, i)) + "}");
    }

    /** Updates of records of different ids, each with a {@code ref} of its own. */
    public static Batch updates(String type, String name, int count) {
        return of(
                path(type, "update"),
                count,
                i -> ref(name, i),
                i -> "{\"id\":\"" + (FIRST_RECORD + i) + "\"," + inner(ref(name, i)) + "}");
    }

    /** Reads of different ids. */
    public static Batch reads(String type, int count) {
        return byId(path(type, "read"), count);
    }

    /** Archives of different ids. */
    public static Batch archives(String type, int count) {
        return byId(path(type, "archive"), count);
    }

    /** Any batch, its inputs and marks made by position. */
    public static Batch of(String path, int count, IntFunction<String> mark, IntFunction<String> input) {
        return new Batch(
                path,
                IntStream.range(0, count).mapToObj(input).toList(),
                IntStream.range(0, count).mapToObj(mark).toList());
    }

    /** The path of an operation on objects. */
    public static String path(String type, String operation) {
        return "/crm/v3/objects/" + type + "/batch/" + operation;
    }

    private static Batch byId(String path, int count) {
        return of(path, count, i -> String.valueOf(FIRST_RECORD + i), i -> "{\"id\":\"" + (FIRST_RECORD + i) + "\"}");
    }

    private static String ref(String name, int position) {
        return name + "-" + position;
    }

    private static String properties(String ref) {
        return "{" + inner(ref) + "}";
    }

    private static String inner(String ref) {
        return "\"properties\":{\"ref\":\"" + ref + "\"}";
    }

    /** With another input at {@code position}; its mark stays. */
    public Batch with(int position, String input) {
        List<String> changed = new ArrayList<>(inputs);
        changed.set(position, input);
        return new Batch(path, changed, marks);
    }

    /** With one more member in the properties of the input at {@code position}. */
    public Batch withProperty(int position, String name, String value) {
        String input = inputs.get(position);
        String member = "\"properties\":{\"" + name + "\":\"" + value + "\",";
        return with(position, input.replace("\"properties\":{", member));
    }

    /** Whether sending an input twice would make two records. */
    public boolean isCreate() {
        return path.contains("/objects/") && path.endsWith("/create");
    }

    /** Whether it changes nothing. */
    public boolean isRead() {
        return path.endsWith("/read");
    }

    /** How many inputs there are. */
    public int size() {
        return inputs.size();
    }

    /** The body. */
    public String body() {
        return "{\"inputs\":[" + String.join(",", inputs) + "]}";
    }
}
