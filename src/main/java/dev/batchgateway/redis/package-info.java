/**
 * The budgets that several gateways spend together, in Redis or Valkey (5 or later): the
 * {@link dev.batchgateway.dispatch.SharedBudgets} of the lanes.
 *
 * <p>{@link dev.batchgateway.redis.RedisBudgets} makes an exchange one call of the script {@code budget.lua}, which
 * sees and changes everything of a lane at once; {@link dev.batchgateway.redis.RedisLine} is the one connection all
 * lanes use. How it stands is in {@link dev.batchgateway.redis.SharedState}, and in the readiness.
 *
 * <p>What is in Redis, per lane: the rate, the door that a 429 shuts, and which batches used it last; for each gateway
 * what it holds, what it waits for and when it was last heard of; and an entry for each permit that is not back. Per
 * portal: the daily quota. Rate, door and quota are kept as moments, each gateway tells what its own calls have shown,
 * and the later moment wins: so it does not matter in which order they tell it, or how often. A gateway tells what it holds, not what has changed, so that a
 * lost message is made good by the next one, and a gateway that is heard of no more holds nothing when its lease has
 * ended. All of it goes by itself when no gateway asks any more.
 *
 * <p>Permits that are free while several gateways wait for them are parted by what each of them waits for. Who comes
 * first does not know whether the others will come: it leaves them their parts for a moment ({@link
 * dev.batchgateway.redis.BudgetTimes#grace}; {@link dev.batchgateway.redis.BudgetTimes#opening} for who is about to
 * open the lane) and is told when that is over. A store in which somebody with a past finds
 * none was lost with it; it grants nothing until all have had time to tell theirs.
 *
 * <p>Redis' clock is the only one that counts. If it is set back, permits come back later; if it is set forward, they
 * come back too early once.
 *
 * <p>Beside them the register of records, {@link dev.batchgateway.redis.RedisOwners} with {@code owner.lua}, over a
 * connection of its own: for each batch that may be sent again, which gateways hold outcomes of it and until when. An
 * entry goes by itself, so that a gateway that dies leaves none for ever. What could not be entered, and what Redis has
 * lost, is entered as soon as it can be ({@link dev.batchgateway.redis.HeldRecords}); until then the others do not know of
 * it, and one that is asked for it meanwhile is told that nobody has it. How it stands with it is in {@link
 * dev.batchgateway.redis.RegisterState}, since either connection can fail alone.
 *
 * <p>Nothing blocks and nothing fails: a store that is lost or slow is an answer, too. Depends on the ports in
 * {@code dispatch} and {@code resume} ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.redis;

import org.jspecify.annotations.NullMarked;
