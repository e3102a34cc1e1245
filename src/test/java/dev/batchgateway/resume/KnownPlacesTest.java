package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.batchgateway.batch.Operation;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownPlacesTest {
    private static final String FORM = "json/json";

    private final List<String> told = new ArrayList<>();
    private final KnownPlaces known =
            new KnownPlaces(new ResumeConfig(Duration.ofSeconds(60), 1_000, Duration.ofSeconds(700)), new Told());

    private final class Told implements Owners {
        @Override
        public Uni<Owner> claim(String name, String print, Duration hold) {
            told.add("claim " + name + " " + print + " " + hold.toSeconds());
            return Uni.createFrom().item(Owner.HERE);
        }

        @Override
        public void hold(String name, String print, Duration hold) {
            told.add("hold " + name + " " + print + " " + hold.toSeconds());
        }

        @Override
        public void release(String name, String print) {
            told.add("release " + name + " " + print);
        }
    }

    @Test
    void oneWithAKeyIsFoundByItsKeyAndByItsPrint() {
        Place place = new Place("key", Requests.creates("print"), true);
        known.add(place);

        assertSame(place, known.find("key", FORM));
        assertSame(place, known.find("print", FORM));
        assertNull(known.find("another", FORM));
    }

    @Test
    void ofEqualOnesThatOfTheSameFormIsFound() {
        Place other = new Place("a", Requests.of(Operation.OBJECT_CREATE, "a", "lines/json"), false);
        Place same = new Place("a", Requests.creates("a"), false);
        known.add(other);
        known.add(same);

        assertSame(same, known.find("a", FORM));
        known.remove(same);
        assertSame(other, known.find("a", FORM));
    }

    @Test
    void whatRunsIsHeldLongerThanWhatIsKept() {
        Place place = new Place("key", Requests.creates("print"), true);
        known.add(place);

        known.register(place, true);
        known.register(place, false);

        assertEquals(
                List.of("hold key print 700", "hold print print 700", "hold key print 60", "hold print print 60"),
                told);
    }

    @Test
    void whileAnEqualOneIsUsedItsLongerTimeHolds() {
        Place kept = new Place("a", Requests.creates("a"), false);
        Place used = new Place("a", Requests.creates("a"), false);
        known.add(kept);
        known.add(used);
        used.enter(false);

        known.register(kept, false);

        assertEquals(List.of("hold a a 700"), told);
    }

    @Test
    void theLastOfANameIsReleasedIfItWasRegistered() {
        Place first = new Place("a", Requests.creates("a"), false);
        Place second = new Place("a", Requests.creates("a"), false);
        Place untold = new Place("b", Requests.creates("b"), false);
        known.add(first);
        known.add(second);
        known.add(untold);
        first.registered();
        second.registered();

        known.remove(first);
        assertEquals(List.of(), told);
        known.remove(second);
        known.remove(untold);

        assertEquals(List.of("release a a"), told);
    }

    @Test
    void aKeyedCreateThatBeginsIsHeldByItsPrintToo() {
        known.begins(new Place("key", Requests.creates("print"), true));
        known.begins(new Place("key", Requests.upserts("print"), true));
        known.begins(new Place("print", Requests.creates("print"), false));

        assertEquals(List.of("hold print print 700"), told);
    }

    @Test
    void aClaimIsForTheNameItIsLookedForBy() {
        assertEquals(
                Owners.Owner.HERE,
                known.claim(new Place("key", Requests.creates("print"), true))
                        .await()
                        .indefinitely());

        assertEquals(List.of("claim key print 700"), told);
    }
}
