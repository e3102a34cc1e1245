package dev.batchgateway.telemetry;

import java.util.List;
import java.util.stream.Stream;

/** HubSpot's HTTP statuses as values of a label: HubSpot, or what is in front of it, may answer with any number. */
final class Codes {
    private static final String NONE = "none";
    private static final String OTHER = "other";

    /** Those of API-FACTS 3.1 and of Cloudflare, which is in front of HubSpot. */
    private static final List<Integer> KNOWN = List.of(
            200, 201, 202, 204, 207, 400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 422, 423, 429, 477, 500, 502,
            503, 504, 520, 521, 522, 523, 524, 525, 526);

    private Codes() {}

    /** @param status 0 when there was no answer that can be read */
    static String of(int status) {
        return status == 0 ? NONE : KNOWN.contains(status) ? String.valueOf(status) : OTHER;
    }

    static List<String> all() {
        return Stream.concat(KNOWN.stream().map(String::valueOf), Stream.of(OTHER, NONE))
                .toList();
    }
}
