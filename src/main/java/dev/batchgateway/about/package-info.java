/** Which build is running: its version and commit, for whoever operates the gateway. */
@NullMarked
package dev.batchgateway.about;

import org.jspecify.annotations.NullMarked;
