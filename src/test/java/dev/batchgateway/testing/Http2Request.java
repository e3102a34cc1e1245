package dev.batchgateway.testing;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A request to the gateway in HTTP/2 without TLS, frame by frame, for what HTTP clients would not send: there is no length
 * unless it is given, and nothing in a header is looked at.
 */
public final class Http2Request {
    private final Http2Headers headers = new DefaultHttp2Headers(false);
    private final String method;
    private final String target;
    private byte[] body = {};

    /** A request whose target goes out exactly as given. */
    public Http2Request(String method, String target) {
        this.method = method;
        this.target = target;
        headers.method(method).path(target).scheme("http").authority("gateway");
    }

    /** Adds a header. */
    public Http2Request with(String name, String value) {
        if (name.equals("authorization")) {
            UsedTokens.used(value);
        }
        headers.add(name, value);
        return this;
    }

    /** The body, of at most what a stream may send before it is told of more. */
    public Http2Request body(String text) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        if (body.length > Http2Connection.LARGEST_FRAME) {
            throw new IllegalArgumentException("It is one frame here");
        }
        return this;
    }

    /** Sends it all and reads the answer; the connection is closed behind it. */
    public GatewayAnswer send() {
        try (Http2Connection connection = Http2Connection.open()) {
            return send(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on a connection that may be used on. */
    public GatewayAnswer send(Http2Connection connection) throws IOException {
        int stream = connection.begin(headers, body.length == 0);
        if (body.length > 0) {
            connection.body(stream, body);
        }
        return answer(connection, stream);
    }

    /** Sends its head, behind which a body is to come; answers the stream it has. */
    public int begin(Http2Connection connection) throws IOException {
        return connection.begin(headers, false);
    }

    /** Reads the answer to it, as that of {@code stream}. */
    public GatewayAnswer answer(Http2Connection connection, int stream) throws IOException {
        GatewayAnswer answer = connection.answer(stream);
        DescribedAnswers.served().check(method, target, answer);
        return answer;
    }
}
