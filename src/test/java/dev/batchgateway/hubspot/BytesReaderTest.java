package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;

class BytesReaderTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7};

    @Test
    void readsAllThatIsThere() throws IOException {
        assertArrayEquals(BYTES, read(new ByteArrayInputStream(BYTES)));
        assertArrayEquals(new byte[0], read(new ByteArrayInputStream(new byte[0])));
    }

    @Test
    void readsMoreThanIsPromised() throws IOException {
        assertArrayEquals(BYTES, read(promising(0)));
        assertArrayEquals(BYTES, read(promising(3)));
        assertArrayEquals(BYTES, read(promising(6)));
    }

    @Test
    void readsLessThanIsPromised() throws IOException {
        assertArrayEquals(BYTES, read(promising(20)));
    }

    @Test
    void isForBytesAlone() {
        BytesReader reader = new BytesReader();

        assertTrue(reader.isReadable(byte[].class, byte[].class, new Annotation[0], MediaType.WILDCARD_TYPE));
        assertFalse(reader.isReadable(String.class, String.class, new Annotation[0], MediaType.WILDCARD_TYPE));
    }

    private static InputStream promising(int available) {
        return new ByteArrayInputStream(BYTES) {
            @Override
            public int available() {
                return available;
            }
        };
    }

    private static byte[] read(InputStream stream) throws IOException {
        return new BytesReader()
                .readFrom(
                        byte[].class,
                        byte[].class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        new MultivaluedHashMap<>(),
                        stream);
    }
}
