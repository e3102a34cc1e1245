package dev.batchgateway.simulator;

import java.util.List;
import java.util.Optional;

/**
 * HubSpot's own association types: 15 and 16 are from EXAMPLES 27, the others as HubSpot's guide to associations lists
 * them, not compared with captures. Pairs of types that are not listed get numbers made up from their names.
 */
final class AssociationTypes {
    private static final int FIRST_MADE_UP = 1_000;
    private static final int MADE_UP_PAIRS = 4_000;

    /** Two directions of one kind of association; the first pair for two types is their default. */
    private record Pair(String one, int oneToOther, String other, int otherToOne) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("contact", 279, "company", 280),
            new Pair("contact", 1, "company", 2),
            new Pair("contact", 4, "deal", 3),
            new Pair("contact", 15, "ticket", 16),
            new Pair("contact", 70, "quote", 69),
            new Pair("company", 342, "deal", 341),
            new Pair("company", 6, "deal", 5),
            new Pair("company", 340, "ticket", 339),
            new Pair("company", 25, "ticket", 26),
            new Pair("company", 72, "quote", 71),
            new Pair("deal", 27, "ticket", 28),
            new Pair("deal", 19, "line_item", 20),
            new Pair("deal", 63, "quote", 64),
            new Pair("quote", 67, "line_item", 68));

    /** The type id of the default association. */
    int defaultId(ObjectType from, ObjectType to) {
        for (Pair pair : PAIRS) {
            if (pair.one.equals(from.singular()) && pair.other.equals(to.singular())) {
                return pair.oneToOther;
            }
            if (pair.other.equals(from.singular()) && pair.one.equals(to.singular())) {
                return pair.otherToOne;
            }
        }
        return madeUp(from.singular(), to.singular());
    }

    /** The same kind of association seen from the other end. Labels' ids stand in pairs: 36 and 37. */
    AssociationLabel reverse(AssociationLabel label, ObjectType from, ObjectType to) {
        if (!label.category().equals(AssociationLabel.HUBSPOT_DEFINED)) {
            return new AssociationLabel(label.category(), label.typeId() ^ 1);
        }
        for (Pair pair : PAIRS) {
            if (pair.oneToOther == label.typeId()) {
                return new AssociationLabel(label.category(), pair.otherToOne);
            }
            if (pair.otherToOne == label.typeId()) {
                return new AssociationLabel(label.category(), pair.oneToOther);
            }
        }
        return new AssociationLabel(label.category(), defaultId(to, from));
    }

    /** Which type an association of that kind points to, in the singular; empty if it is not listed. */
    Optional<String> target(AssociationLabel label) {
        for (Pair pair : PAIRS) {
            if (pair.oneToOther == label.typeId()) {
                return Optional.of(pair.other);
            }
            if (pair.otherToOne == label.typeId()) {
                return Optional.of(pair.one);
            }
        }
        return Optional.empty();
    }

    private static int madeUp(String from, String to) {
        boolean ordered = from.compareTo(to) <= 0;
        String names = ordered ? from + " " + to : to + " " + from;
        return FIRST_MADE_UP + 2 * Math.floorMod(names.hashCode(), MADE_UP_PAIRS) + (ordered ? 0 : 1);
    }
}
