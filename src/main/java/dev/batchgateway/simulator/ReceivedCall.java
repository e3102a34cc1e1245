package dev.batchgateway.simulator;

import java.time.Instant;
import java.util.Map;

/**
 * A call as it arrived, and how it was answered.
 *
 * @param number from 1 since the last reset, in the order the calls arrived
 * @param path with its query
 * @param caller eight hexadecimal digits that stand for its token; empty without one
 * @param headers its headers without {@code Authorization}, names in lower case; empty if raw bodies are dropped
 * @param body as received; empty if it was not read or raw bodies are dropped
 * @param inputs how many inputs its body has; 0 if it is no batch or could not be read
 * @param status of the answer; 0 while there is none, or if the connection was cut instead
 */
public record ReceivedCall(
        int number,
        HubSpotOperation operation,
        String method,
        String path,
        String caller,
        Map<String, String> headers,
        Instant at,
        String body,
        int inputs,
        int status) {

    ReceivedCall withBody(String read, int readInputs) {
        return new ReceivedCall(number, operation, method, path, caller, headers, at, read, readInputs, status);
    }

    ReceivedCall withStatus(int answered) {
        return new ReceivedCall(number, operation, method, path, caller, headers, at, body, inputs, answered);
    }
}
