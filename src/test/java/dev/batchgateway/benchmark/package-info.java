/**
 * Programs that measure, for anyone to run; none of them is a timed test. Each prints one table, with something run in
 * the same minute beside it.
 */
@NullMarked
package dev.batchgateway.benchmark;

import org.jspecify.annotations.NullMarked;
