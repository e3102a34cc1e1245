package dev.batchgateway.batch;

/**
 * Why what stands in an input's place is none. It is kept until its position settles, and there may be as many of them
 * as a body has bytes: it must be small, and HubSpot's form of it is made when it is asked for.
 */
@FunctionalInterface
public interface NoInput {
    /** The same in HubSpot's form, made anew each time. */
    HubSpotError error();
}
