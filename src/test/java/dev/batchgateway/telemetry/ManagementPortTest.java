package dev.batchgateway.telemetry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.batchgateway.testing.UnreadableRequest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers on the management port say for the sake of safety, as those to callers do. */
@QuarkusTest
class ManagementPortTest {
    @TestHTTPResource(management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/metrics", "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/info"})
    void whatIsThereIsKeptByNoCacheAndIsWhatItSays(String path) {
        Response answer = asked("GET", path);

        assertEquals(200, answer.statusCode());
        assertSafe(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/q/none", "/crm/v3/owners"})
    void whatIsNotThereToo(String path) {
        Response answer = asked("GET", path);

        assertEquals(404, answer.statusCode());
        assertSafe(answer);
    }

    /** A page of another origin may ask whether it may, and is told nothing: those pages take every method for a GET. */
    @ParameterizedTest
    @CsvSource({"/q/metrics, 200", "/q/health, 200", "/q/info, 405"})
    void noPageOfAnotherOriginIsLetIn(String path, int status) {
        Response answer = asked("OPTIONS", path);

        assertEquals(status, answer.statusCode());
        assertSafe(answer);
    }

    /** The server's own answers, which nothing of ours sees, are no more than a status. */
    @ParameterizedTest
    @ValueSource(ints = {400, 414, 431})
    void whatTheHttpServerItselfRefusesTellsNothing(int status) throws IOException {
        UnreadableRequest.assertRefused(status, management());
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void aGatewayThatServesIsWell(String probe) {
        Response answer = given().get(management().resolve("/q/health/" + probe));

        assertEquals("UP", answer.jsonPath().getString("status"), answer.asString());
    }

    /** Whether it is the build that was meant to be rolled out. */
    @Test
    void theBuildIsTold() {
        JsonPath info = given().get(management().resolve("/q/info")).jsonPath();

        for (String told : List.of("build.version", "build.commit", "runtime.java")) {
            assertFalse(info.getString(told).isBlank(), told);
        }
    }

    private Response asked(String method, String path) {
        return given().header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .request(method, management().resolve(path));
    }

    private static void assertSafe(Response answer) {
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("no-store", answer.header("Cache-Control"));
        for (Header header : answer.headers()) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            assertFalse(
                    name.equals("server") || name.equals("x-powered-by") || name.startsWith("access-control-"),
                    header::toString);
        }
    }

    /** Where it is. */
    URI management() {
        return management;
    }
}
