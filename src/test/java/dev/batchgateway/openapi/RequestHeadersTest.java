package dev.batchgateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchgateway.testing.ApiDescription;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of a request that the description names are those that the code reads. */
class RequestHeadersTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "batchgateway");
    /** A request's header by a text, by the name of a constant, or by a parameter. */
    private static final Pattern READ = Pattern.compile(
            "(\\w+)(?:\\.request\\(\\))?\\s*\\.(?:getHeader\\(|headers\\(\\)\\s*\\.(?:get|getAll|contains)\\()"
                    + "\\s*(?:\"([^\"]+)\"|([\\w.]+))");
    /** What holds some message's headers, as a parameter or a variable. */
    private static final Pattern HEADERS = Pattern.compile("\\bMultiMap (\\w+)");
    /** What a call to HubSpot is called, whose headers are not the caller's. */
    private static final String CALL = "out";
    /** It reads HubSpot's answers. */
    private static final String OF_ANSWERS = "PassedReplies.java";
    /** Where a name may come from that is no text of ours. */
    private static final String NETTYS = "HttpHeaderNames.";
    /** Those of HTTP's own for a message and its connection. */
    private static final Set<String> OF_HTTP =
            Set.of("Connection", "Content-Encoding", "Content-Length", "Expect", "Transfer-Encoding", "Upgrade");
    /** They go along as they come, and are read to be put into the form that HTTP/1.1 has for them. */
    private static final Set<String> OF_FORM = Set.of("Cookie");
    /** OpenAPI describes them by what they are for, and no parameter may be called so. */
    private static final Set<String> DESCRIBED_OTHERWISE = Set.of("Accept", "Authorization", "Content-Type");
    /** Of which a call that is passed on has no use; it goes along with it. */
    private static final Set<String> OF_BATCHES = Set.of("Idempotency-Key", "Prefer", "X-Stainless-Retry-Count");

    private static final ApiDescription DESCRIPTION = ApiDescription.served();

    @Test
    void whatIsReadIsDescribedForEveryBatchAndNothingElseIs() throws IOException {
        Set<String> read = read();
        assertTrue(
                read.containsAll(OF_HTTP) && read.containsAll(OF_FORM) && read.containsAll(DESCRIBED_OTHERWISE),
                read::toString);
        read.removeAll(OF_HTTP);
        read.removeAll(OF_FORM);
        read.removeAll(DESCRIBED_OTHERWISE);

        for (String path : DESCRIPTION.batchPaths()) {
            assertEquals(read, described(path), path);
        }
    }

    @Test
    void ofACallThatIsPassedOnThoseAreDescribedThatTheGatewayReads() throws IOException {
        Set<String> read = read();
        assertTrue(read.containsAll(OF_BATCHES), read::toString);
        read.removeAll(OF_BATCHES);
        read.removeAll(OF_HTTP);
        read.removeAll(OF_FORM);
        read.removeAll(DESCRIBED_OTHERWISE);

        assertEquals(read, described(ApiDescription.ANYTHING_ELSE));
    }

    /** Of the request itself, and of what holds its headers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.getHeader(\"X-New\");",
                "context.request().headers().getAll(\"X-New\");",
                "String NEW = \"X-New\"; request.getHeader(NEW);",
                "void a(MultiMap headers) { headers.get(\"X-New\"); }",
                "void a(MultiMap given, int b) { given\n    .getAll(\n    \"X-New\"); }",
                "MultiMap kept = of(headers); kept.contains(\"X-New\", \"a\", true);",
                "String NEW = \"X-New\"; void a(MultiMap headers) { headers.get(NEW); }"
            })
    void whatIsReadIsFound(String source) {
        assertEquals(Set.of("X-New"), read(source));
    }

    @Test
    void aNameOfNettysIsFoundToo() {
        assertEquals(
                Set.of("Content-Type"), read("request.headers().contains(HttpHeaderNames.CONTENT_TYPE, \"a\", true);"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out.headers().contains(\"X-New\");",
                "List<String> headers = all(); headers.get(0);",
                "void a(MultiMap headers) { headers.set(\"X-New\", \"a\"); headers.remove(\"X-New\"); names.get(\"X-New\"); }"
            })
    void whatIsNoReadOfARequestsHeaderIsNot(String source) {
        assertEquals(Set.of(), read(source));
    }

    /** In a request for {@code path}, wherever it is said. */
    private static Set<String> described(String path) {
        JsonNode item = DESCRIPTION.root().get("paths").get(path);
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameters::add);
        item.path("post").path("parameters").forEach(parameters::add);
        Set<String> names = new TreeSet<>();
        for (JsonNode each : parameters) {
            String reference = each.path("$ref").asText();
            JsonNode parameter = reference.isEmpty()
                    ? each
                    : DESCRIPTION.at(reference.substring(1)).node();
            if (parameter.path("in").asText().equals("header")) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    /** In all of the code that sees requests. */
    private static Set<String> read() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String part : List.of("edge", "connection")) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(part))) {
                for (Path file : files.toList()) {
                    if (!file.endsWith(OF_ANSWERS)) {
                        names.addAll(read(Files.readString(file)));
                    }
                }
            }
        }
        return names;
    }

    private static Set<String> read(String source) {
        Set<String> names = new TreeSet<>();
        for (Matcher read = READ.matcher(source); read.find(); ) {
            if (read.group(1).equals(CALL)) {
                continue;
            }
            if (read.group(2) != null) {
                names.add(read.group(2));
            } else if (read.group(3).equals("name")) {
                // Tracing asks for what the W3C's propagator looks for.
                names.addAll(W3CTraceContextPropagator.getInstance().fields());
            } else {
                names.add(constant(source, read.group(3)));
            }
        }
        for (Matcher headers = HEADERS.matcher(source); headers.find(); ) {
            names.addAll(readOf(headers.group(1), source));
        }
        return names;
    }

    private static Set<String> readOf(String variable, String source) {
        Set<String> names = new TreeSet<>();
        Matcher read = Pattern.compile(
                        "\\b" + variable + "\\s*\\.(?:get|getAll|contains)\\(\\s*(?:\"([^\"]+)\"|([\\w.]+))")
                .matcher(source);
        while (read.find()) {
            names.add(read.group(1) != null ? read.group(1) : constant(source, read.group(2)));
        }
        return names;
    }

    private static String constant(String source, String name) {
        if (name.startsWith(NETTYS)) {
            return netty(name.substring(NETTYS.length()));
        }
        Matcher constant = Pattern.compile("String " + Pattern.quote(name) + " = \"([^\"]+)\"")
                .matcher(source);
        assertTrue(constant.find(), () -> "What header is " + name + "?");
        return constant.group(1);
    }

    /** As the description writes it: Netty has its names in small letters. */
    private static String netty(String constant) {
        try {
            String name =
                    String.valueOf(HttpHeaderNames.class.getField(constant).get(null));
            return Pattern.compile("\\b[a-z]").matcher(name).replaceAll(first -> first.group()
                    .toUpperCase(Locale.ROOT));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
