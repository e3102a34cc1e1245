package dev.batchgateway.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads bodies with Jackson's streaming parser, once, noting where each input stands. */
final class BodyReader {
    /** A string may be as long as a body; Jackson's own bound is 20 million characters. */
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Reads a batch body; text after its end is malformed too. */
    BatchBody batch(Buffer body) throws MalformedBody {
        return read(body, parser -> batch(parser, body));
    }

    /** Reads any JSON value that is an object. */
    JsonObject object(Buffer body) throws MalformedBody {
        return read(body, parser -> {
            requireObject(parser);
            return tree(parser) instanceof JsonObject object ? object : new JsonObject();
        });
    }

    /** Reads any JSON value that is an array. */
    JsonArray array(Buffer body) throws MalformedBody {
        return read(body, parser -> tree(parser) instanceof JsonArray array ? array : new JsonArray());
    }

    private <T> T read(Buffer body, Step<T> step) throws MalformedBody {
        try (JsonParser parser = json.createParser(body.getBytes())) {
            if (parser.nextToken() == null) {
                throw new MalformedBody("Invalid JSON input: a request body was expected, but none found");
            }
            T value = step.read(parser);
            if (parser.nextToken() != null) {
                throw malformed(parser, "Trailing token " + parser.currentToken());
            }
            return value;
        } catch (JsonProcessingException e) {
            // Jackson's bounds (nesting, length of numbers) are told without a place.
            JsonLocation place = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new MalformedBody("Invalid input JSON on line " + place.getLineNr() + ", column "
                    + place.getColumnNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading bytes in memory does no input or output", e);
        }
    }

    private static BatchBody batch(JsonParser parser, Buffer body) throws IOException, MalformedBody {
        requireObject(parser);
        JsonObject fields = new JsonObject();
        Optional<List<InputBody>> inputs = Optional.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("inputs")) {
                inputs = Optional.of(inputs(parser, body));
            } else {
                fields.put(name, tree(parser));
            }
        }
        return new BatchBody(fields, inputs, body);
    }

    private static List<InputBody> inputs(JsonParser parser, Buffer body) throws IOException, MalformedBody {
        List<InputBody> inputs = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireObject(parser);
            int start = (int) parser.currentTokenLocation().getByteOffset();
            Object tree = tree(parser);
            int end = (int) parser.currentLocation().getByteOffset();
            if (tree instanceof JsonObject fields) {
                inputs.add(InputBody.of(fields, body, start, end));
            }
        }
        return inputs;
    }

    private static void requireObject(JsonParser parser) throws MalformedBody {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed(
                    parser,
                    "Cannot deserialize value of type"
                            + " `com.hubspot.inbounddb.publicobject.core.v2.SimplePublicObjectBatchInput$Json` from "
                            + (parser.currentToken() == JsonToken.START_ARRAY ? "Array" : "scalar")
                            + " value (token `JsonToken." + parser.currentToken() + "`)");
        }
    }

    private static MalformedBody malformed(JsonParser parser, String problem) {
        return new MalformedBody("Invalid input JSON on line "
                + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr() + ": " + problem);
    }

    /** The value at the parser's token; whole numbers become long or BigInteger, others BigDecimal, digits kept. */
    private static @Nullable Object tree(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                JsonObject object = new JsonObject();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, tree(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                JsonArray array = new JsonArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(tree(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private interface Step<T> {
        T read(JsonParser parser) throws IOException, MalformedBody;
    }
}
