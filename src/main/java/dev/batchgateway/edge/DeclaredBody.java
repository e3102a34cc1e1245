package dev.batchgateway.edge;

import dev.batchgateway.room.Room;
import io.vertx.core.http.HttpServerRequest;

/** What a request's head says of the body behind it; one that cannot be taken is refused before it comes. */
final class DeclaredBody {
    /** So many digits fit a {@code long}, whatever they are. */
    private static final String LENGTH = "\\d{1,18}";

    private DeclaredBody() {}

    /** Refuses one that is compressed. */
    static void refuseCompressed(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new Refusal(415, "VALIDATION_ERROR", "The body must not be compressed")
                    .withHeader("Accept-Encoding", "identity");
        }
    }

    /**
     * The length of one that is read as a whole, -1 when it is not known; refuses one that is too long.
     *
     * @param most longest body, in bytes
     * @param overheadOfInput what each of its inputs takes beside its bytes, in bytes
     * @param room in which it must fit when there is nothing else
     */
    static long length(HttpServerRequest request, long most, int overheadOfInput, Room room) {
        String length = request.getHeader("Content-Length");
        long bytes = length != null && length.matches(LENGTH) ? Long.parseLong(length) : -1;
        if (bytes > most) {
            throw Refusals.tooLarge(most);
        }
        if (BodyReader.cost(bytes, overheadOfInput) > mostHeld(room)) {
            throw Refusals.neverFits(mostHeld(room));
        }
        return bytes;
    }

    /** What one body may take of {@code room} where there is nothing else. */
    static long mostHeld(Room room) {
        return Math.min(room.mostBytes(), room.mostPerCaller());
    }
}
