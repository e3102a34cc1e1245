package dev.batchgateway.redis;

import dev.batchgateway.resume.Owners.Owner;

/** How one exchange about the register of records ended. */
enum Entered {
    /** This gateway is entered, as it was before; or it is not any more, as it wished. */
    AS_BEFORE(Owner.HERE),
    /** This gateway is entered, and was not before. */
    ANEW(Owner.HERE),
    /** It is not: another gateway is. */
    ELSEWHERE(Owner.ELSEWHERE),
    /** It is not: another gateway is, for another request. */
    OTHER_REQUEST(Owner.OTHER_REQUEST),
    /** Redis did not say. */
    LOST(Owner.LOST);

    private final Owner owner;

    Entered(Owner owner) {
        this.owner = owner;
    }

    /** What a claim that ended so says of who holds the record. */
    Owner owner() {
        return owner;
    }
}
