package dev.batchgateway.edge;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.NoInput;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;

/**
 * A line that is no input: 32 bytes of memory beside a text that all of its kind share.
 *
 * @param number of the line, from 1
 * @param what is wrong with it
 * @param found the byte that is wrong, from 0 to 255; -1 when it is no byte
 * @param byteOffset where in the line, from 0; -1 when it is the line as a whole
 */
record BadLine(int number, String what, short found, int byteOffset) implements NoInput {
    /** One that is too long, in the words of {@code what}. */
    static BadLine asAWhole(int number, String what) {
        return new BadLine(number, what, (short) -1, -1);
    }

    static BadLine of(int number, MalformedJson why) {
        return new BadLine(number, why.what(), (short) why.found(), (int) why.byteOffset());
    }

    @Override
    public HubSpotError error() {
        boolean isWhole = byteOffset < 0;
        String why =
                isWhole ? what : "is no JSON object: " + MalformedJson.message(what, found) + " at byte " + byteOffset;
        String context = "\"line\":[\"" + number + "\"]" + (isWhole ? "" : ",\"byteOffset\":[\"" + byteOffset + "\"]");
        return HubSpotError.of(Slice.of("{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":"
                + JsonText.quote("Line " + number + " " + why + ". It was not sent") + ",\"context\":{" + context
                + "}}"));
    }
}
