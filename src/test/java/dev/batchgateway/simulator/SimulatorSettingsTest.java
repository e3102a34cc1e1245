package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings as values and as JSON. */
class SimulatorSettingsTest {
    private final SimulatorSettings settings = new SimulatorSettings();

    @Test
    void jsonAndBackIsTheSame() {
        settings.set(Limits.PERMITS, 190)
                .set(Behaviour.MERGED_IDS, Set.of("1", "2"))
                .set(Behaviour.NOTHING_FOUND, NothingFound.WHOLE_CALL_404)
                .set(Behaviour.SHUFFLE, false)
                .set(Limits.inputs(HubSpotOperation.OBJECTS_UPSERT), 10);

        SimulatorSettings read = new SimulatorSettings();
        read.setAll(new JsonObject(settings.toJson().encode()));

        assertEquals(settings.toJson(), read.toJson());
        assertEquals(Set.of("1", "2"), read.get(Behaviour.MERGED_IDS));
        assertEquals(10, read.get(Limits.inputs(HubSpotOperation.OBJECTS_UPSERT)));
    }

    @Test
    void aWrongChangeChangesNothing() {
        JsonObject partlyWrong = new JsonObject().put("permits", 5).put("nothingFound", "maybe");

        assertThrows(IllegalArgumentException.class, () -> settings.setAll(partlyWrong));

        assertEquals(100, settings.get(Limits.PERMITS));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> settings.set(Limits.PERMITS, 0));
        assertThrows(IllegalArgumentException.class, () -> Limits.inputs(HubSpotOperation.SEARCH));
    }
}
