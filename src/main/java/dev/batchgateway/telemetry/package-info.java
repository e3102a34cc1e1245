/**
 * What whoever runs the gateway can see of it in numbers. {@link dev.batchgateway.telemetry.Metric} is the one file
 * that names them: name, type, unit, labels and meaning; the README's table is compared with it.
 *
 * <p>In: what {@link dev.batchgateway.dispatch.Watch} tells, counted by {@link dev.batchgateway.telemetry.LaneMeters},
 * what {@link dev.batchgateway.resume.Records} finds, counted by {@link dev.batchgateway.telemetry.ResendMeters}, who
 * was not let in, counted by {@link dev.batchgateway.telemetry.AccessMeters}, how calls that are passed on have ended
 * ({@link dev.batchgateway.telemetry.PassedOnMeters}) and what callers were answered
 * ({@link dev.batchgateway.telemetry.AnswerMeters}), and what {@link dev.batchgateway.dispatch.Accounts} answers when
 * asked, polled by {@link dev.batchgateway.telemetry.LaneGauges}. Out: meters of a Micrometer registry, which Quarkus shows to
 * Prometheus on the management port.
 *
 * <p>The values of a label are few and fixed beforehand. None is an account, a token, its digest, a path or an object
 * type: who wants to know about one account asks the answers of its batches.
 *
 * <p>Thread-safe; nothing here waits. Depends on {@code dispatch} and what that depends on; nobody depends on it but
 * the wiring ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.telemetry;

import org.jspecify.annotations.NullMarked;
