package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class KeptPlacesTest {
    private final KeptPlaces kept = new KeptPlaces(100);

    @Test
    void theOldestWhoseAnswerWasWrittenGoesFirst() {
        Place unread = place("unread");
        Place older = written("older");
        Place younger = written("younger");
        kept.keep(unread, 40);
        kept.keep(older, 40);
        kept.keep(younger, 20);
        assertNull(kept.tooMuch());

        kept.keep(place("new"), 50);

        assertSame(older, kept.tooMuch());
        kept.remove(older);
        assertSame(younger, kept.tooMuch());
        kept.remove(younger);
        assertEquals(90, kept.bytes());
        assertNull(kept.tooMuch());
    }

    @Test
    void withoutAnyThatWasWrittenTheOldestGoes() {
        Place older = place("older");
        kept.keep(older, 60);
        kept.keep(place("younger"), 60);

        assertSame(older, kept.tooMuch());
    }

    @Test
    void whatIsUsedAgainIsNotCounted() {
        Place place = place("a");
        kept.keep(place, 70);

        kept.remove(place);
        kept.remove(place);

        assertEquals(0, kept.bytes());
    }

    @Test
    void whatIsSpentHoldsNothing() {
        Place place = place("a");
        kept.keep(place, 70);

        assertNull(kept.spend(place));

        assertEquals(0, kept.bytes());
        assertNull(kept.tooMuch());
    }

    @Test
    void ofVeryManyThatAreSpentTheOldestMustBeForgotten() {
        Place oldest = place("oldest");
        Place next = place("next");
        kept.spend(oldest);
        kept.spend(next);
        for (int i = 2; i < KeptPlaces.MOST_SPENT; i++) {
            assertNull(kept.spend(place("p" + i)));
        }

        assertSame(oldest, kept.spend(place("one too many")));
        kept.forget(oldest);
        assertSame(next, kept.spend(place("one more")));
    }

    private static Place place(String name) {
        return new Place(name, Requests.creates(name), false);
    }

    private static Place written(String name) {
        Place place = place(name);
        place.enter(false);
        place.leave(true);
        return place;
    }
}
