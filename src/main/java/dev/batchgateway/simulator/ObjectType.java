package dev.batchgateway.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A kind of record. Two spellings of one type ({@code contacts}, {@code CONTACT}, {@code 0-1}) are equal objects.
 *
 * @param typeId such as {@code 0-1}; for a type only known by name, the name
 * @param singular in lower case, as messages name one record of it: {@code line_item}
 * @param uniqueProperties properties that no two records share, which may be an {@code idProperty}
 * @param usualProperties what a read returns if it lists none
 */
record ObjectType(String typeId, String singular, Set<String> uniqueProperties, List<String> usualProperties) {
    /** Properties of every type whose names start so hold unique values, which saves tests the set-up. */
    private static final String UNIQUE_PREFIX = "unique_";

    /** As in "Could not get some CONTACT objects". */
    String shouted() {
        return singular.toUpperCase(Locale.ROOT);
    }

    /** As in "Contact already exists". */
    String capitalised() {
        return singular.substring(0, 1).toUpperCase(Locale.ROOT)
                + singular.substring(1).replace('_', ' ');
    }

    boolean isUnique(String property) {
        return uniqueProperties.contains(property) || property.startsWith(UNIQUE_PREFIX);
    }

    /** The time properties every result has: created and last modified (API-FACTS 1.6, EXAMPLES 4 and 11). */
    String createdProperty() {
        return typeId.startsWith("2-") ? "hs_createdate" : "createdate";
    }

    String modifiedProperty() {
        return typeId.equals("0-1") ? "lastmodifieddate" : "hs_lastmodifieddate";
    }
}
