package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.retry.Attempts;
import dev.batchgateway.retry.ReplyKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk and how far it has come: sent again, it is the same leg with one attempt more; sent in parts, each part is a
 * leg that inherits what is known.
 *
 * @param chunk what to send
 * @param attempts what was tried with its inputs so far
 * @param before how the last call that held its inputs ended; null when they were in none yet
 * @param refusal what HubSpot said to a larger call that held these inputs; null when there was none
 * @param keptBack the other half of that call, kept back until this one has been answered; null when there is none
 */
record Leg(
        Chunk chunk,
        Attempts attempts,
        @Nullable ReplyKind before,
        @Nullable HubSpotError refusal,
        @Nullable Leg keptBack) {
    static Leg fresh(Chunk chunk) {
        return new Leg(chunk, Attempts.NONE, null, null, null);
    }

    Leg with(Attempts newAttempts) {
        return new Leg(chunk, newAttempts, before, refusal, keptBack);
    }

    /** After one more call that held its inputs. */
    Leg after(ReplyKind kind) {
        return new Leg(chunk, attempts, kind, refusal, keptBack);
    }

    Leg keeping(Leg other) {
        return new Leg(chunk, attempts, before, refusal, other);
    }

    /** Without the half kept back. */
    Leg alone() {
        return new Leg(chunk, attempts, before, refusal, null);
    }

    /** A leg for some of its inputs, with its history. */
    Leg part(List<Input> inputs) {
        return new Leg(new Chunk(inputs), attempts, before, refusal, null);
    }

    /** Two legs of half its inputs each, with its history; only for a leg of two or more. */
    List<Leg> halves() {
        return chunk.halves().stream().map(half -> part(half.inputs())).toList();
    }

    /** A leg for some of its inputs after HubSpot refused them together: a new call with attempts of its own. */
    Leg afterRefusal(List<Input> inputs, HubSpotError error) {
        return new Leg(new Chunk(inputs), Attempts.NONE, before, error, null);
    }

    List<Input> inputs() {
        return chunk.inputs();
    }

    int size() {
        return chunk.size();
    }

    /** What its inputs have in common, "" for none. */
    String idProperty() {
        String idProperty = chunk.inputs().get(0).idProperty();
        return idProperty == null ? "" : idProperty;
    }
}
