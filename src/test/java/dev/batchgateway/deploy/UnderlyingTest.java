package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No alert is left out of what is looked for, nor a part of one. */
class UnderlyingTest {
    @Test
    void aComparisonTellsWhetherItHolds() {
        assertEquals(List.of("max(a / b) > bool 0.7"), Underlying.of("max(a / b) > 0.7"));
        assertEquals(List.of("min(a) < bool 10"), Underlying.of("min(a) < 10"));
    }

    @Test
    void whatIsTakenFromAnotherAndWhatMayBeAbsentAreBothAskedFor() {
        assertEquals(
                List.of("(count by (n) (last_over_time(a[1d])) and count by (n) (b))", "c"),
                Underlying.of("(count by (n) (last_over_time(a[1d])) unless count by (n) (b)) or absent(c)"));
    }

    @Test
    void everyNameThatAnAlertLooksAtIsAskedForAndNothingThatIsOnlyThereWhereItFires() throws IOException {
        for (Yaml rule : MonitoringTest.rules()) {
            String expression = rule.at("expr").text();
            String asked = String.join(" , ", Underlying.of(expression));

            assertEquals(MonitoringTest.names(expression), MonitoringTest.names(asked), expression);
            assertFalse(asked.contains("absent") || asked.contains("unless"), asked);
        }
    }
}
