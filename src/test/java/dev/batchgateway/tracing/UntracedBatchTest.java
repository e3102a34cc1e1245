package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.LoggedLines;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where it is not said where spans are to be sent, nobody follows anything. */
@QuarkusTest
class UntracedBatchTest extends GatewayTest {
    @Inject
    Tracing tracing;

    @Test
    void tracingIsOff() {
        assertSame(Tracing.OFF, tracing);
        String thread = BatchSpanProcessor.class.getSimpleName();
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith(thread))
                        .toList());
    }

    @Test
    void nothingIsAddedToCallsNorToTheLog() {
        LoggedLines lines = new LoggedLines("batch ");
        lines.start();
        try {
            caller().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .header("tracestate", "theirs=1")
                    .body(Batches.of(1, Batches::newContact))
                    .post("/crm/v3/objects/contacts/batch/create");
            lines.await(1);
        } finally {
            lines.stop();
        }

        assertFalse(onlyCall().headers().containsKey("traceparent"));
        assertFalse(onlyCall().headers().containsKey("tracestate"));
        Map<String, String> fields = lines.fields().get(0);
        assertFalse(fields.containsKey("traceId"), fields::toString);
        assertFalse(fields.containsKey("spanId"), fields::toString);
    }
}
