package dev.batchgateway.resume;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * The port to the register in which several gateways tell each other which of them holds a record. Nothing here fails;
 * called on any thread; must not block.
 */
public interface Owners {
    /** Who holds a record. */
    enum Owner {
        /** This gateway, from now on or as before. */
        HERE,
        /** Another one. */
        ELSEWHERE,
        /** Another one holds one of the same name for a request that is not the same. */
        OTHER_REQUEST,
        /** The register cannot be asked. */
        LOST
    }

    /** There is no other gateway. */
    Owners ALONE = new Owners() {
        @Override
        public Uni<Owner> claim(String name, String print, Duration hold) {
            return Uni.createFrom().item(Owner.HERE);
        }

        @Override
        public void hold(String name, String print, Duration hold) {
            // Nobody wants to know.
        }

        @Override
        public void release(String name, String print) {
            // Nobody wants to know.
        }
    };

    /**
     * Enters this gateway for {@code hold}, unless another one is entered. Once it is entered, it stays so as by {@link
     * #hold}.
     *
     * @param name of the record, 64 hexadecimal digits
     * @param print the request's fingerprint, the same
     */
    @CheckReturnValue
    Uni<Owner> claim(String name, String print, Duration hold);

    /**
     * Enters this gateway for {@code hold} from now on, whoever else is entered. If the register cannot be told, or
     * forgets it, that is made good as soon as it can be: until the time is over, another one is said, or it is released.
     */
    void hold(String name, String print, Duration hold);

    /** Takes this gateway's entry out. */
    void release(String name, String print);
}
