package dev.batchgateway.simulator;

/** What HubSpot does for one operation on associations between records of two types. */
interface AssociationRule {
    Answer answer(Call call, ObjectType from, ObjectType to);
}
