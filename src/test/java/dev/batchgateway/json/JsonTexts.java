package dev.batchgateway.json;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random JSON texts with everything a body may hold, spaced in any way. */
final class JsonTexts {
    private static final Arbitrary<String> BLANK = Arbitraries.of("", "", "", " ", "\n", "\t", "\r\n ");

    private static final Arbitrary<String> PIECE = Arbitraries.of(
            "a",
            "Z",
            "0",
            " ",
            "/",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\f",
            "\\n",
            "\\r",
            "\\t",
            "\\u0041",
            "\\u00e9",
            "\\uD83D\\ude00",
            "\\ud800",
            "é",
            "ß",
            "€",
            "漢",
            "😀",
            "\u007f",
            "\u2028",
            "\uFFFD",
            "\uFEFF");

    private static final Arbitrary<String> NUMBER = Arbitraries.of(
            "0",
            "-0",
            "1",
            "-12",
            "1.0",
            "0.000",
            "1e5",
            "1E+5",
            "-0.0e-0",
            "123456789012345678901234567890",
            "3.14159265358979323846264338327950288");

    private JsonTexts() {}

    static Arbitrary<String> strings() {
        return PIECE.list().ofMaxSize(6).map(pieces -> "\"" + String.join("", pieces) + "\"");
    }

    static Arbitrary<String> scalars() {
        return Arbitraries.oneOf(strings(), NUMBER, Arbitraries.of("true", "false", "null"));
    }

    static Arbitrary<String> values(int depth) {
        return depth == 0 ? scalars() : Arbitraries.oneOf(scalars(), arrays(depth), objects(depth));
    }

    static Arbitrary<String> objects(int depth) {
        Arbitrary<String> name = Arbitraries.oneOf(
                strings(), Arbitraries.of("\"inputs\"", "\"in\\u0070uts\"", "\"results\"", "\"id\"", "\"\""));
        Arbitrary<String> member = Combinators.combine(name, BLANK, BLANK, values(depth - 1))
                .as((text, before, after, value) -> text + before + ":" + after + value);
        return joined(member, "{", "}");
    }

    static Arbitrary<String> arrays(int depth) {
        return joined(values(depth - 1), "[", "]");
    }

    /** Bodies: objects with blanks around them. */
    static Arbitrary<String> bodies() {
        return Combinators.combine(BLANK, objects(4), BLANK).as((before, object, after) -> before + object + after);
    }

    private static Arbitrary<String> joined(Arbitrary<String> part, String open, String close) {
        Arbitrary<List<String>> parts = Combinators.combine(BLANK, part, BLANK)
                .as((before, text, after) -> before + text + after)
                .list()
                .ofMaxSize(4);
        return Combinators.combine(parts, BLANK)
                .as((texts, blank) -> open + (texts.isEmpty() ? blank : String.join(",", texts)) + close);
    }
}
