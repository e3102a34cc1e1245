package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/**
 * HubSpot's one error for all the missing ids of a read (API-FACTS 3.5), with all their positions, in pieces of at most
 * {@value #STEP} positions looked at: a read of a million ids may miss them all.
 */
final class MissingIds implements Iterator<byte[]> {
    private static final int STEP = 1_000;

    private enum Part {
        HEAD,
        IDS,
        POSITIONS,
        END
    }

    private final HubSpotError error;
    private final int inputs;
    private final BitSet missing;
    private final IntFunction<String> idOf;
    private Part part = Part.HEAD;
    private int position;
    private boolean any;

    /**
     * @param error HubSpot's error, in its words
     * @param missing the positions whose ids are missing
     * @param idOf the id at a position
     */
    MissingIds(HubSpotError error, BitSet missing, IntFunction<String> idOf) {
        this.error = error;
        this.inputs = missing.length();
        this.missing = missing;
        this.idOf = idOf;
    }

    @Override
    public boolean hasNext() {
        return part != Part.END;
    }

    @Override
    public byte[] next() {
        String text =
                switch (part) {
                    case HEAD -> to(Part.IDS, head() + "\"context\":{\"ids\":[");
                    case IDS -> list(idOf, Part.POSITIONS, "],\"position\":[");
                    case POSITIONS -> list(String::valueOf, Part.END, "]}}");
                    case END -> throw new NoSuchElementException();
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String head() {
        StringBuilder head = new StringBuilder("{");
        for (Members member = Members.of(error.bytes()); member.next(); ) {
            if (!member.is("context") && !member.is("correlationId")) {
                head.append(member.whole()).append(',');
            }
        }
        return head.toString();
    }

    private String list(IntFunction<String> textOf, Part following, String end) {
        StringBuilder list = new StringBuilder();
        int until = Math.min(inputs, position + STEP);
        for (; position < until; position++) {
            if (missing.get(position)) {
                list.append(any ? "," : "").append(JsonText.quote(textOf.apply(position)));
                any = true;
            }
        }
        return position < inputs ? list.toString() : to(following, list + end);
    }

    private String to(Part following, String text) {
        part = following;
        position = 0;
        any = false;
        return text;
    }
}
