package dev.batchgateway.telemetry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        Response answer = given().get(management().resolve(path));

        assertEquals(200, answer.statusCode());
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("no-store", answer.header("Cache-Control"));
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

    /** Where it is. */
    URI management() {
        return management;
    }
}
