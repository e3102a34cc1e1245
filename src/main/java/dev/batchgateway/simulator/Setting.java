package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One thing about the simulator that can be changed while it runs: its key in JSON, its default, and what values it
 * takes. The constants are in {@link Limits} and {@link Behaviour}; a value is set with {@link SimulatorSettings#set}.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
    private final String key;
    private final T defaultValue;
    private final Function<Object, T> reader;
    private final Function<T, Object> writer;

    private Setting(String key, T defaultValue, Function<Object, T> reader, Function<T, Object> writer) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.reader = reader;
        this.writer = writer;
    }

    /** A whole number from {@code least} to {@code most}. */
    static Setting<Integer> number(String key, int defaultValue, int least, int most) {
        return new Setting<>(
                key,
                defaultValue,
                value -> {
                    if (value instanceof Number number
                            && number.doubleValue() == number.intValue()
                            && number.intValue() >= least
                            && number.intValue() <= most) {
                        return number.intValue();
                    }
                    throw refused(key, value, "a whole number from " + least + " to " + most);
                },
                value -> value);
    }

    /** Yes or no. */
    static Setting<Boolean> flag(String key, boolean defaultValue) {
        return new Setting<>(
                key,
                defaultValue,
                value -> {
                    if (value instanceof Boolean flag) {
                        return flag;
                    }
                    throw refused(key, value, "true or false");
                },
                value -> value);
    }

    /** One of the constants of an enum; in JSON its name in lower case. */
    static <E extends Enum<E>> Setting<E> choice(String key, E defaultValue) {
        List<E> constants = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
        return new Setting<>(
                key,
                defaultValue,
                value -> constants.stream()
                        .filter(each -> each.name().equalsIgnoreCase(value.toString()))
                        .findFirst()
                        .orElseThrow(() -> refused(key, value, "one of " + constants)),
                value -> value.name().toLowerCase(Locale.ROOT));
    }

    /** A set of texts; in JSON a list. */
    static Setting<Set<String>> texts(String key, String... defaultValues) {
        return new Setting<>(
                key,
                Set.of(defaultValues),
                value -> {
                    if (value instanceof JsonArray array) {
                        return texts(array.getList());
                    }
                    if (value instanceof Collection<?> collection) {
                        return texts(collection);
                    }
                    throw refused(key, value, "a list of texts");
                },
                value -> new JsonArray(new ArrayList<>(new TreeSet<>(value))));
    }

    private static Set<String> texts(Collection<?> values) {
        return Set.copyOf(values.stream().map(Object::toString).toList());
    }

    private static IllegalArgumentException refused(String key, Object value, String wanted) {
        return new IllegalArgumentException("Setting " + key + " is " + wanted + ", not " + value);
    }

    /** Its name in JSON. */
    public String key() {
        return key;
    }

    /** Its value unless somebody sets another. */
    public T defaultValue() {
        return defaultValue;
    }

    /**
     * The value of this setting that {@code value}, a JSON value or one of its own type, stands for.
     *
     * @throws IllegalArgumentException if it is none, with a sentence that says what is
     */
    T read(Object value) {
        return reader.apply(value);
    }

    Object toJson(T value) {
        return writer.apply(value);
    }
}
