package dev.batchgateway.testing;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies of batches whose answers can be computed from their inputs, so that a result in the wrong place shows. */
public final class Batches {
    private Batches() {}

    /** A body of that many inputs, each made from its position. */
    public static String of(int inputs, IntFunction<String> input) {
        return IntStream.range(0, inputs).mapToObj(input).collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    /** A body of these inputs. */
    public static String of(String... inputs) {
        return "{\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    /** What a list must hold that has one text made from each position. */
    public static List<String> texts(int inputs, IntFunction<String> text) {
        return IntStream.range(0, inputs).mapToObj(text).toList();
    }

    /** A new contact, told by its e-mail. */
    public static String newContact(int position) {
        return "{\"properties\":{\"email\":\"" + email(position) + "\",\"firstname\":\"F" + position + "\"}}";
    }

    /** The e-mail of {@link #newContact}. */
    public static String email(int position) {
        return "c" + position + "@example.com";
    }

    /** A change to the record {@link #id}. */
    public static String change(int position) {
        return "{\"id\":\"" + id(position) + "\",\"properties\":{\"hs_title\":\"T" + position + "\"}}";
    }

    /** The record at a position; exists where any numeric id does. */
    public static String id(int position) {
        return String.valueOf(10_000 + position);
    }

    /** An input that is nothing but the id. */
    public static String onlyId(int position) {
        return "{\"id\":\"" + id(position) + "\"}";
    }

    /** An upsert by a property that is unique in every object type. */
    public static String upsert(int position) {
        return "{\"idProperty\":\"unique_ref\",\"id\":\"" + reference(position) + "\",\"properties\":{\"name\":\"N"
                + position + "\"}}";
    }

    /** The key of {@link #upsert}. */
    public static String reference(int position) {
        return "ref-" + position;
    }

    /** A pair of records, with what else an association says: {@code ,"type":"quote_to_line_item"} for example. */
    public static String pair(int position, String more) {
        return "{\"from\":{\"id\":\"" + from(position) + "\"},\"to\":{\"id\":\"" + to(position) + "\"}" + more + "}";
    }

    /** The one end of {@link #pair}. */
    public static String from(int position) {
        return String.valueOf(100_000 + position);
    }

    /** Its other end. */
    public static String to(int position) {
        return String.valueOf(500_000 + position);
    }
}
