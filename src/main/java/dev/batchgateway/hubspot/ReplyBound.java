package dev.batchgateway.hubspot;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;

/**
 * Ends an exchange whose answer grows larger than there is memory for, while it comes: the REST client itself takes in
 * whatever is sent. To be given to it as a customizer of its requests. Thread-safe.
 */
public final class ReplyBound implements Consumer<HttpClientRequest> {
    /** An answer of HubSpot's that is no larger is always read: 100 records of 80 KB. */
    public static final long LEAST_BYTES = 8 * 1024 * 1024;

    private static final long NO_ERROR = 0;

    private final long mostBytes;

    /** @param mostBytes most bytes of one answer */
    public ReplyBound(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void accept(HttpClientRequest request) {
        request.response().onSuccess(response -> watch(request, response));
    }

    /** The client collects the body beside this. */
    private void watch(HttpClientRequest request, HttpClientResponse response) {
        long[] length = {0};
        response.handler(piece -> {
            length[0] += piece.length();
            if (length[0] > mostBytes) {
                request.reset(NO_ERROR, new ReplyTooLarge(mostBytes));
            }
        });
    }
}
