package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.edge.CallerCertificates;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration reference is the code's; with {@code -Dconfiguration.reference=write} it becomes so. */
class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("docs", "configuration.md");

    @Test
    void theReferenceIsTheCodes() throws IOException {
        String text = ConfigurationReference.text();
        if ("write".equals(System.getProperty("configuration.reference"))) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }

        assertEquals(
                text,
                Files.readString(FILE),
                "Write it anew: ./mvnw test -Dtest=ConfigurationReferenceTest -Dconfiguration.reference=write");
    }

    static List<CallersRelation> relations() {
        return CallersRelation.all();
    }

    /** What it says of the keys of who may call holds, or the gateway does not start. */
    @ParameterizedTest
    @MethodSource("relations")
    void whatCallersKeysMustBeToEachOtherIsInItAndIsChecked(CallersRelation relation) throws IOException {
        assertTrue(ConfigurationReference.text().contains("\n- " + relation.told() + "\n"));
        for (CallersRelation.Given broken : relation.broken()) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, broken::access);

            assertTrue(String.valueOf(refusal.getMessage()).contains("gateway.callers."), refusal::toString);
        }
    }

    /** Each of what a certificate of callers needs, by its key: without it the gateway does not start, and says so. */
    @Test
    void whatCertificatesOfCallersNeedIsInItAndIsChecked() throws IOException {
        PfxOptions store = new PfxOptions();
        HttpServerOptions whole =
                new HttpServerOptions().setKeyCertOptions(store).setTrustOptions(store);

        assertTrue(ConfigurationReference.text().contains(ConfigurationReference.CERTIFICATES));
        assertTrue(Configured.listed().stream().anyMatch(key -> key.name().equals(CallerCertificates.KEY)));
        assertDoesNotThrow(() -> new CallerCertificates(true, false).customizeHttpsServer(whole));
        assertRefused(CallerCertificates.TLS, false, new HttpServerOptions().setTrustOptions(store));
        assertRefused("the trust store of that", false, new HttpServerOptions().setKeyCertOptions(store));
        assertRefused(CallerCertificates.PLAIN + " to " + CallerCertificates.NOT_PLAIN, true, whole);
    }

    private static void assertRefused(String named, boolean isPlainServed, HttpServerOptions options) {
        CallerCertificates certificates = new CallerCertificates(true, isPlainServed);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> certificates.customizeHttpsServer(options));

        assertTrue(String.valueOf(refusal.getMessage()).contains(named), refusal::toString);
    }

    @Test
    void nothingOfTheCommentsMarkupIsLeft() throws IOException {
        String text = ConfigurationReference.text();

        assertFalse(text.contains("{@") || text.contains("*/"), text);
        for (ConfigKey key : Configured.listed()) {
            assertTrue(text.contains("| `" + key.name() + "`<br>`" + key.variable() + "` |"), key.name());
        }
    }
}
