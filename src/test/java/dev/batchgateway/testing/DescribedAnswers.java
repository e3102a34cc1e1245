package dev.batchgateway.testing;

import dev.batchgateway.testing.ApiDescription.Place;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds answers of the gateway to its description: status, headers, body, and each line of a stream. As a filter of REST
 * Assured it does so for each request that is made with it.
 */
public final class DescribedAnswers implements Filter {
    private static final DescribedAnswers SERVED = new DescribedAnswers(ApiDescription.served());
    /** Those of HTTP itself, in version 1 or 2. */
    private static final Set<String> OF_HTTP = Set.of(
            ":status",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "date",
            "transfer-encoding",
            "x-content-type-options");

    private static final String LINES = "application/x-ndjson";
    private static final String ERROR = "/components/schemas/OwnError";
    /** What HubSpot may answer to a call that is passed on. */
    private static final String PASSED_ON = "/components/responses/PassedOnAnswer";

    private static final int MOST_SHOWN = 2_000;

    private final ApiDescription description;

    /** Holds them to {@code description}. */
    public DescribedAnswers(ApiDescription description) {
        this.description = description;
    }

    /** Holds them to the one that is served. */
    public static DescribedAnswers served() {
        return SERVED;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification response, FilterContext context) {
        Response answer = context.next(request, response);
        String address = request.getURI();
        int path = address.indexOf('/', address.indexOf("//") + 2);
        check(request.getMethod(), path < 0 ? "/" : address.substring(path), GatewayAnswer.of(answer));
        return answer;
    }

    /**
     * Fails unless the answer is described so.
     *
     * @param target as on the request line
     */
    public void check(String method, String target, GatewayAnswer answer) {
        List<String> faults = faults(method, target, answer);
        if (!faults.isEmpty()) {
            String body = answer.body();
            throw new AssertionError("The answer to " + method + " " + target + " is not as described:\n  "
                    + String.join("\n  ", faults) + "\n" + answer.status() + " " + answer.headers() + "\n"
                    + body.substring(0, Math.min(MOST_SHOWN, body.length())));
        }
    }

    /** The lines of a stream that is being read. */
    public Lines lines() {
        return new Lines();
    }

    /** In what an answer differs from its description; empty if in nothing. */
    List<String> faults(String method, String target, GatewayAnswer answer) {
        String path = description.pathOf(target.split("[?]", 2)[0]);
        Place response = description.response(method, path, answer.status());
        if (!response.isThere()) {
            return List.of(answer.status() + " is not described for " + path);
        }
        boolean isBatch = !path.equals(ApiDescription.ANYTHING_ELSE);
        boolean isOwn = !isBatch && isOwnError(answer);
        if (isOwn && response.pointer().equals(PASSED_ON)) {
            return List.of("the gateway's own " + answer.status() + " is not described for " + path);
        }
        List<String> faults = new ArrayList<>(headerFaults(response, answer, isBatch || isOwn));
        if (!method.equals("HEAD")) {
            faults.addAll(bodyFaults(response, answer));
        }
        if (isOwn || (isBatch && isRefusal(answer))) {
            faults.addAll(method.equals("HEAD") ? List.of() : description.faults(ERROR, answer.body()));
        }
        return faults;
    }

    /** One with a body: whether there may be none was seen before. */
    private static boolean isRefusal(GatewayAnswer answer) {
        return answer.status() >= 400
                && !answer.headers().containsKey("x-gateway-calls")
                && !answer.body().isEmpty();
    }

    /** HubSpot's carry the name of the server in front of it. */
    private static boolean isOwnError(GatewayAnswer answer) {
        return answer.status() >= 400
                && answer.headers().containsKey("x-hubspot-correlation-id")
                && !answer.headers().containsKey("server");
    }

    /** What is the gateway's has no header that is not described; what is passed on may have any. */
    private List<String> headerFaults(Place response, GatewayAnswer answer, boolean isOurs) {
        Map<String, String> described = new HashMap<>();
        response.node()
                .path("headers")
                .fieldNames()
                .forEachRemaining(name -> described.put(name.toLowerCase(Locale.ROOT), name));
        List<String> faults = new ArrayList<>();
        answer.headers().forEach((name, value) -> {
            String known = described.get(name);
            if (known != null) {
                Place header = description.at(response.to("headers", known));
                description
                        .faults(header.to("schema"), value.matches("-?\\d+") ? value : quoted(value))
                        .forEach(fault -> faults.add("header " + name + " " + fault));
            } else if (isOurs && !OF_HTTP.contains(name)) {
                faults.add("header " + name + " is not described");
            }
        });
        if (isOurs && answer.status() < 300 && !mediaType(answer).equals(LINES)) {
            described.keySet().stream()
                    .filter(name -> name.startsWith("x-gateway-"))
                    .filter(name -> !answer.headers().containsKey(name))
                    .forEach(name -> faults.add("header " + name + " is missing"));
        }
        return faults;
    }

    private List<String> bodyFaults(Place response, GatewayAnswer answer) {
        if (answer.body().isEmpty()) {
            boolean isWanted = response.node().has("content")
                    && !response.node().path("content").has("*/*");
            return isWanted ? List.of("there is no body") : List.of();
        }
        String type = mediaType(answer);
        Place content = description.at(response.to("content", type));
        if (!content.isThere()) {
            return description.at(response.to("content", "*/*")).isThere()
                    ? List.of()
                    : List.of("a body of " + type + " is not described");
        }
        if (!type.equals(LINES)) {
            return description.faults(content.to("schema"), answer.body());
        }
        Lines lines = lines();
        List<String> faults = new ArrayList<>();
        answer.body().lines().forEach(line -> faults.addAll(lines.faults(line)));
        faults.addAll(lines.endFaults());
        return faults;
    }

    private static String mediaType(GatewayAnswer answer) {
        return answer.header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The lines of one answer, in their order. */
    public final class Lines {
        private boolean isOver;

        private Lines() {}

        /** Fails unless the head of the answer is described so; {@code head} is the status line and the headers. */
        public void head(String target, String head) {
            Map<String, String> headers = new HashMap<>();
            List<String> all = head.lines().toList();
            all.stream()
                    .map(line -> line.split(":", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> headers.put(parts[0].strip(), parts[1].strip()));
            GatewayAnswer answer = new GatewayAnswer(Integer.parseInt(all.get(0).split(" ", 3)[1]), headers, "");
            Place response =
                    description.response("POST", description.pathOf(target.split("[?]", 2)[0]), answer.status());
            fail(headerFaults(response, answer, true), head);
        }

        /** Fails unless {@code line} may come here. */
        public void next(String line) {
            fail(faults(line), line);
        }

        /** Fails unless they may end here. */
        public void end() {
            fail(endFaults(), "");
        }

        List<String> faults(String line) {
            if (isOver) {
                return List.of("a line behind the summary: " + line);
            }
            isOver = line.startsWith("{\"summary\":");
            return description.faults("/components/schemas/Line", line);
        }

        List<String> endFaults() {
            return isOver ? List.of() : List.of("there is no summary");
        }

        private static void fail(List<String> faults, String where) {
            if (!faults.isEmpty()) {
                throw new AssertionError("A stream is not as described: " + faults + "\n" + where);
            }
        }
    }
}
