/**
 * A HubSpot that keeps HubSpot's rules: the upstream of development, tests and benchmarks, never of production.
 *
 * <p>A call comes in at {@link SimulatorServer}, is followed by {@link Exchange} through its admission (tokens, rate
 * window, quota: {@link Budgets}), the faults scripted for it ({@link Script}) and the account's data
 * ({@link HubSpot}), and goes out as an {@link Answer}. Every input that was really written is in the {@link Ledger},
 * so that a test can prove that nothing was lost, doubled or misreported.
 *
 * <p>Rules come from HubSpot's documentation and from captured calls; "API-FACTS 3.4" names a section of the
 * project's collection of facts, "EXAMPLES 14" a captured call in it. Where neither settles a question, the code says
 * that it guesses, or a {@link Behaviour} chooses between the forms people have seen.
 *
 * <p>By convention, so that tests need no set-up: record ids starting with {@code 99} exist nowhere, tokens starting
 * with {@code bad} are unknown, those starting with {@code noscope} lack scopes, object types starting with
 * {@code unknown} do not exist, properties starting with {@code no_such_} do not exist, those starting with
 * {@code no_scope_} lack scopes, and those starting with {@code unique_} hold unique values.
 *
 * <p>Threads: calls are answered on the one event loop of the server; the types a test touches ({@link Ledger},
 * {@link Script}, {@link SimulatorSettings}) may be used from any thread. Nothing here depends on the rest of the
 * gateway, and nothing of the gateway may depend on this package.
 */
@NullMarked
package dev.batchgateway.simulator;

import org.jspecify.annotations.NullMarked;
