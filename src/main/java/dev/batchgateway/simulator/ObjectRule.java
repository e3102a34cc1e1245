package dev.batchgateway.simulator;

/** What HubSpot does for one operation on records of one type. */
interface ObjectRule {
    Answer answer(Call call, ObjectType type);
}
