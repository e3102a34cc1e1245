package dev.batchgateway.simulator;

/**
 * One wrong property of one input.
 *
 * @param code such as PROPERTY_DOESNT_EXIST (API-FACTS 3.4)
 */
record PropertyProblem(String property, String code, String message) {}
