package dev.batchgateway.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bill of materials that each build writes, of its jar or of its native binary: it names all there is, and what may be
 * passed on how.
 */
class BillOfMaterialsIT {
    private static final String BILL = "-cyclonedx.json";
    /** Of what is unpacked into the program ({@link UnpackedBillTest}). */
    private static final Path UNPACKED = Path.of("target", "unpacked-cyclonedx.json");

    private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib");
    private static final Path REPORT = Path.of("target", "licences.md");

    /**
     * Licences under which a library may be part of the program as it is. Of several that a library offers, one is
     * enough: they are the recipient's to choose from.
     */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0");

    @Test
    void everyLibraryOfTheProgramIsInItToTheByte() throws IOException, GeneralSecurityException {
        assumeFalse(GatewayProcess.isNative(), "The binary holds no libraries that could be compared");
        Set<String> known = new TreeSet<>();
        for (JsonNode component : components()) {
            component.path("hashes").forEach(hash -> {
                if (hash.path("alg").asText().equals("SHA-256")) {
                    known.add(hash.path("content").asText());
                }
            });
        }
        List<Path> libraries;
        try (Stream<Path> files = Files.walk(LIBRARIES)) {
            libraries = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }

        assertFalse(libraries.isEmpty());
        for (Path library : libraries) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
            assertTrue(known.contains(HexFormat.of().formatHex(digest)), library.toString());
        }
    }

    @Test
    void everyLibraryHasAnAddressByWhichScannersKnowIt() throws IOException {
        for (JsonNode component : libraries()) {
            String address = component.path("purl").asText();
            assertTrue(
                    address.startsWith("pkg:maven/" + component.path("group").asText() + "/"
                            + component.path("name").asText() + "@"
                            + component.path("version").asText()),
                    component.toString());
        }
    }

    /** The report is written first, so that it can be read when this fails. */
    @Test
    void everyLibraryHasALicenceThatWeHaveLookedAt() throws IOException {
        TreeMap<String, List<String>> report = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (JsonNode component : libraries()) {
            List<String> licences = new ArrayList<>();
            component.path("licenses").forEach(each -> {
                JsonNode licence = each.path("license");
                licences.add(licence.path("id").asText(licence.path("name").asText()));
            });
            String library = component.path("group").asText() + ":"
                    + component.path("name").asText() + ":"
                    + component.path("version").asText();
            report.put(library, licences);
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                refused.add(library + " " + licences);
            }
        }
        StringBuilder text = new StringBuilder("| library | licences |\n|---|---|\n");
        report.forEach((library, licences) -> text.append("| ")
                .append(library)
                .append(" | ")
                .append(String.join(", ", licences))
                .append(" |\n"));
        Files.writeString(REPORT, text);

        assertEquals(List.of(), refused);
        assertTrue(report.size() > 50);
    }

    /** What is in the program and comes from elsewhere; not what only builds it. */
    private static List<JsonNode> libraries() throws IOException {
        List<JsonNode> libraries = new ArrayList<>();
        for (JsonNode component : components()) {
            boolean isInTheProgram = false;
            for (JsonNode property : component.path("properties")) {
                isInTheProgram |= property.path("name").asText().equals("quarkus:component:scope")
                        && property.path("value").asText().equals("runtime");
            }
            if (isInTheProgram
                    && component.has("purl")
                    && !component.path("group").asText().equals("dev.batchgateway")
                    && component.path("purl").asText().startsWith("pkg:maven/")) {
                libraries.add(component);
            }
        }
        return libraries;
    }

    private static List<JsonNode> components() throws IOException {
        List<JsonNode> components = new ArrayList<>();
        for (Path bill : List.of(bill(), UNPACKED)) {
            new ObjectMapper().readTree(bill.toFile()).path("components").forEach(components::add);
        }
        return components;
    }

    /** Beside the program, and by its name. */
    private static Path bill() {
        return Path.of(
                "target",
                GatewayProcess.isNative()
                        ? GatewayProcess.command().get(0).replaceAll(".*/", "") + BILL
                        : "quarkus-run" + BILL);
    }
}
