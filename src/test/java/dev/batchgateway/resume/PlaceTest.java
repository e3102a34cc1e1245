package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void oneWithAKeyIsKnownByItsPrintToo() {
        assertEquals(List.of("key", "print"), new Place("key", Requests.creates("print"), true).names());
        assertEquals(List.of("print"), new Place("print", Requests.creates("print"), false).names());
    }

    @Test
    void aKeyIsForOneRequest() {
        Place place = new Place("key", Requests.creates("print"), true);

        assertEquals(Found.KEY_REUSED, place.refusal(Requests.creates("another")));
        assertEquals(Found.NOT_KEPT, place.refusal(Requests.of(Operation.OBJECT_CREATE, "print", "lines/json")));
    }

    @Test
    void onlyACreateThatMayBeSentAgainMayComeAgainAfterItsAnswer() {
        Place create = new Place("a", Requests.creates("a"), false);
        Place upsert = new Place("a", Requests.upserts("a"), false);
        Place keyed = new Place("key", Requests.upserts("a"), true);
        assertFalse(create.mayComeAgain());

        create.enter(true);
        upsert.enter(true);

        assertTrue(create.mayComeAgain());
        assertFalse(upsert.mayComeAgain());
        assertTrue(keyed.mayComeAgain());
    }

    @Test
    void itIsForgottenOnce() {
        Place place = new Place("a", Requests.creates("a"), false);

        assertTrue(place.forget());
        assertFalse(place.forget());
        assertTrue(place.isForgotten());
    }

    @Test
    void itsEndIsTakenBackWhenItGoesOn() {
        Place place = new Place("a", Requests.creates("a"), false);
        int[] cancelled = new int[1];
        place.endsWith(() -> cancelled[0]++);

        place.goesOn();
        place.goesOn();

        assertEquals(1, cancelled[0]);
    }
}
