package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import org.junit.jupiter.api.Test;

class LineEnvelopeTest {
    @Test
    void whatAReadWantsMovesFromTheQueryToTheBody() {
        LineEnvelope read = LineEnvelope.of(
                read("archived=true&properties=email,first%6Eame&idProperty=email&propertiesWithHistory=phase"));

        assertEquals("archived=true", read.target().query());
        assertEquals("email", read.envelope().idProperty());
        assertTrue(read.envelope().withHistory());
        assertNull(read.envelope().addedProperty(), "the key is among the properties");
    }

    @Test
    void aQueryOfNothingElseIsGone() {
        assertNull(LineEnvelope.of(read("properties=a")).target().query());
        assertNull(LineEnvelope.of(read(null)).target().query());
    }

    @Test
    void otherOperationsKeepTheirQuery() {
        Target target = new Target(Operation.OBJECT_CREATE, "/x", "properties=a", "contacts");

        assertEquals(target, LineEnvelope.of(target).target());
    }

    @Test
    void aBrokenEncodingIsABadRequest() {
        assertEquals(
                400,
                assertThrows(Refusal.class, () -> LineEnvelope.of(read("idProperty=%zz")))
                        .status());
    }

    private static Target read(@org.jspecify.annotations.Nullable String query) {
        return new Target(Operation.OBJECT_READ, "/x", query, "contacts");
    }
}
