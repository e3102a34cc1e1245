package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies read once, each input with its place. */
class BodyReaderTest {
    private final BodyReader reader = new BodyReader();

    @Test
    void inputsKnowTheirBytesAndFields() throws MalformedBody {
        Buffer body = Buffer.buffer("{\"a\":[1,{\"b\":null}], \"inputs\" :[ {\"id\":\"ü\"},{\"id\":7 , \"x\":[]} ]}");

        List<InputBody> inputs = reader.batch(body).inputs().orElseThrow();

        assertEquals(
                List.of("{\"id\":\"ü\"}", "{\"id\":7 , \"x\":[]}"),
                inputs.stream().map(InputBody::raw).toList());
        assertEquals(
                List.of("ü", "7"),
                inputs.stream().map(input -> input.text("id")).toList());
    }

    @Test
    void propertiesAreTexts() throws MalformedBody {
        InputBody input = reader.batch(Buffer.buffer("{\"properties\":{\"a\":1.10,\"b\":true,\"c\":null,\"d\":\"x\"}}"))
                .asInput();

        assertEquals(Map.of("a", "1.10", "b", "true", "c", "", "d", "x"), input.properties());
    }

    @Test
    void inputsThatAreNoArrayAreNone() throws MalformedBody {
        assertEquals(
                true, reader.batch(Buffer.buffer("{\"inputs\":{}}")).inputs().isEmpty());
        assertEquals(true, reader.batch(Buffer.buffer("{}")).inputs().isEmpty());
    }

    @Test
    void aStringMayBeLongerThanJacksonsOwnBound() throws MalformedBody {
        int length = 21_000_000;

        JsonObject read = reader.object(Buffer.buffer("{\"body\":\"" + "x".repeat(length) + "\"}"));

        assertEquals(length, read.getString("body").length());
    }

    @Test
    void whatIsNestedTooDeeplyIsMalformed() {
        Buffer body = Buffer.buffer("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}");

        assertThrows(MalformedBody.class, () -> reader.object(body));
    }

    @Test
    void aNumberThatIsTooLongIsMalformed() {
        Buffer body = Buffer.buffer("{\"a\":" + "1".repeat(2_000) + "}");

        assertThrows(MalformedBody.class, () -> reader.object(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{\"inputs\":[1]}", "{\"inputs\":[{}]", "{} x", "{\"a\":\"\u0001\"}"})
    void anythingElseIsMalformed(String body) {
        assertThrows(MalformedBody.class, () -> reader.batch(Buffer.buffer(body)));
    }
}
