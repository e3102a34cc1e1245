/**
 * What the program is made of: every version in one place of {@code pom.xml}, and in the packaged program nothing that
 * its bill of materials does not name, under no licence but those we have looked at.
 */
@NullMarked
package dev.batchgateway.supply;

import org.jspecify.annotations.NullMarked;
