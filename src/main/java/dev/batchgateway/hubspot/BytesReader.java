package dev.batchgateway.hubspot;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Takes an answer's bytes over in one copy. They are all there when they are asked for, so that their number is known;
 * the REST client's own reader goes by 8 KiB at a time and puts the pieces together at the end.
 */
public final class BytesReader implements MessageBodyReader<byte[]> {
    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public byte[] readFrom(
            Class<byte[]> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        byte[] bytes = new byte[stream.available()];
        int count = stream.readNBytes(bytes, 0, bytes.length);
        int next = stream.read();
        if (count == bytes.length && next < 0) {
            return bytes;
        }
        // A stream that says less than it has.
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, count);
        if (next >= 0) {
            all.write(next);
            stream.transferTo(all);
        }
        return all.toByteArray();
    }
}
