package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.batchgateway.room.Room;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredBodyTest {
    private static final Room LARGE = new Room(Long.MAX_VALUE, Long.MAX_VALUE);

    @Test
    void itsLengthIsKnownBeforeItComes() {
        assertEquals(1_000, DeclaredBody.length(with("Content-Length", "1000"), 1_000, 64, LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "9999999999999999999"})
    void whatIsNoLengthSaysNothing(String length) {
        assertEquals(-1, DeclaredBody.length(with("Content-Length", length), 1_000, 64, LARGE));
        assertEquals(-1, DeclaredBody.length(with("Accept", length), 1_000, 64, LARGE));
    }

    @Test
    void oneThatIsTooLongIsRefused() {
        Refusal refusal = assertThrows(
                Refusal.class, () -> DeclaredBody.length(with("Content-Length", "1001"), 1_000, 64, LARGE));

        assertEquals(413, refusal.status());
    }

    @Test
    void soIsOneThatWouldNeverFitIntoACallersPartOfMemory() {
        Room small = new Room(1_000_000, 1_000);

        Refusal refusal = assertThrows(
                Refusal.class, () -> DeclaredBody.length(with("Content-Length", "2000"), 1_000_000, 64, small));

        assertEquals(413, refusal.status());
    }

    @Test
    void oneThatIsCompressedIsRefused() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> DeclaredBody.refuseCompressed(with("Content-Encoding", "gzip")));

        assertEquals(415, refusal.status());
        assertDoesNotThrow(() -> DeclaredBody.refuseCompressed(with("Content-Encoding", " Identity ")));
        assertDoesNotThrow(() -> DeclaredBody.refuseCompressed(with("Accept", "gzip")));
    }

    private static HttpServerRequest with(String name, String value) {
        Map<String, String> headers = Map.of(name, value);
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("getHeader")) {
                        throw new AssertionError(method + " is none of its business");
                    }
                    return headers.get(String.valueOf(arguments[0]));
                });
    }
}
