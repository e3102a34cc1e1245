package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good bodies with a few bytes changed, always the same for a seed. Some are still good; none makes the gateway fail,
 * and none that it refuses has caused a call.
 */
@QuarkusTest
class MutatedBodiesTest extends GatewayTest {
    private static final int BODIES = 250;
    private static final byte[] TELLING = "{}[]\",:\\ \n0-1.eEtfnu\u0000\u001f/".getBytes(StandardCharsets.ISO_8859_1);

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(longs = {20_261_122L, 7L, 1_003L})
    void mutatedBodiesAreServedOrRefusedAndNeverBreakAnything(long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            simulator.reset();
            byte[] body = mutated(good(random), random);
            boolean isCreate = random.nextBoolean();

            GatewayAnswer answer = send(
                    isCreate ? "/crm/v3/objects/contacts/batch/create" : "/crm/v4/associations/a/b/batch/create", body);

            String said = "seed " + seed + ", body " + i + ": " + Arrays.toString(body) + "\n" + answer;
            assertTrue(answer.status() < 500, said);
            if (answer.count("Calls") < 0) {
                refused++;
                assertEquals(400, answer.status(), said);
                assertEquals("VALIDATION_ERROR", answer.text("category"), said);
                assertEquals(0, simulator.summary().calls(), said);
            } else {
                int inputs = answer.count("Succeeded")
                        + answer.count("Rejected")
                        + answer.count("Unconfirmed")
                        + answer.count("Unsent");
                assertTrue(inputs > 0, said);
                assertEquals(answer.count("Calls"), simulator.summary().calls(), said);
            }
        }
        assertTrue(refused > BODIES / 4 && refused < BODIES, refused + " were refused");
    }

    private static byte[] good(Random random) {
        return Batches.of(
                        1 + random.nextInt(4),
                        position -> "{\"from\":{\"id\":\"1" + position + "\"},\"to\":{\"id\":\"2" + position
                                + "\"},\"types\":[],\"objectWriteTraceId\":\"t" + position
                                + "\",\"properties\":{\"firstname\":\"é😀\\u00e9\",\"n\":[1.5e3,null,true]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] body = good;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(body.length);
            int length = Math.min(1 + random.nextInt(8), body.length - at);
            switch (random.nextInt(6)) {
                case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> body[at] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> body = joined(body, at, at + length, 0);
                case 3 -> body = joined(body, at, at, length);
                case 4 -> body = joined(body, at + length, at + length, at + length);
                default -> body = Arrays.copyOf(body, Math.max(1, at));
            }
        }
        return body;
    }

    /** The bytes before {@code end}, the last {@code again} of them once more, and the bytes from {@code next} on. */
    private static byte[] joined(byte[] body, int end, int next, int again) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(body, 0, end);
        joined.write(body, Math.max(0, end - again), Math.min(again, end));
        joined.write(body, next, body.length - next);
        return joined.size() == 0 ? new byte[] {'{'} : joined.toByteArray();
    }

    private GatewayAnswer send(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway().resolve(path))
                .header("Authorization", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        GatewayAnswer answer = GatewayAnswer.of(client.send(request, BodyHandlers.ofByteArray()));
        DescribedAnswers.served().check("POST", path, answer);
        return answer;
    }
}
