package dev.batchgateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as a collector gets it ({@code opentelemetry/proto/trace/v1/trace.proto}).
 *
 * @param parentId empty for a root
 * @param kind 2 for a server's, 3 for a client's
 * @param nanos how long it took
 * @param attributes by name, numbers and truth values as texts
 * @param isError whether its status is an error
 * @param resource what it says of the program it comes from
 */
public record ExportedSpan(
        String traceId,
        String spanId,
        String traceState,
        String parentId,
        String name,
        int kind,
        long nanos,
        Map<String, String> attributes,
        boolean isError,
        Map<String, String> resource) {
    /** A server's span. */
    public static final int SERVER = 2;

    /** A client's. */
    public static final int CLIENT = 3;

    private static final int ERROR = 2;

    /** Those in {@code requests}, any number of {@code ExportTraceServiceRequest} one behind the other: that is one, too. */
    public static List<ExportedSpan> of(byte[] requests) {
        List<ExportedSpan> spans = new ArrayList<>();
        for (ProtobufFields ofResource : new ProtobufFields(requests).messages(1)) {
            Map<String, String> resource = new TreeMap<>();
            ofResource.messages(1).forEach(message -> resource.putAll(attributes(message, 1)));
            for (ProtobufFields ofScope : ofResource.messages(2)) {
                for (ProtobufFields span : ofScope.messages(2)) {
                    spans.add(of(span, resource));
                }
            }
        }
        return spans;
    }

    private static ExportedSpan of(ProtobufFields span, Map<String, String> resource) {
        return new ExportedSpan(
                span.hex(1),
                span.hex(2),
                span.text(3),
                span.hex(4),
                span.text(5),
                (int) span.number(6),
                span.number(8) - span.number(7),
                attributes(span, 9),
                span.messages(15).stream().anyMatch(status -> status.number(3) == ERROR),
                resource);
    }

    /** {@code KeyValue}s ({@code opentelemetry/proto/common/v1/common.proto}). */
    private static Map<String, String> attributes(ProtobufFields message, int number) {
        Map<String, String> attributes = new TreeMap<>();
        for (ProtobufFields pair : message.messages(number)) {
            ProtobufFields value = pair.messages(2).get(0);
            attributes.put(
                    pair.text(1),
                    value.has(1)
                            ? value.text(1)
                            : value.has(2) ? String.valueOf(value.number(2) == 1) : String.valueOf(value.number(3)));
        }
        return attributes;
    }

    /** An attribute; empty without one. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
