/**
 * The interface's description (OpenAPI 3.1, {@code openapi.yaml} beside this package's classes), and Swagger UI, which
 * shows it. Both are files that are read when somebody first asks for them: nothing is parsed or scanned at the start, which
 * is why no extension of Quarkus' does it.
 */
@NullMarked
package dev.batchgateway.openapi;

import org.jspecify.annotations.NullMarked;
