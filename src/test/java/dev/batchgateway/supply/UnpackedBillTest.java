package dev.batchgateway.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code pom.xml} unpacks into the jar is no dependency, so that Quarkus' bill of materials does not know it. */
class UnpackedBillTest {
    @Test
    void allThatIsUnpackedIntoTheJarIsInABillOfItsOwn() throws Exception {
        Element pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        Set<String> unpacked = new TreeSet<>();
        NodeList items = pom.getElementsByTagName("artifactItem");
        for (int i = 0; i < items.getLength(); i++) {
            Element item = (Element) items.item(i);
            String version = text(item, "version").replaceAll("[${}]", "");
            unpacked.add("pkg:maven/" + text(item, "groupId") + "/" + text(item, "artifactId") + "@"
                    + text(pom, version) + "?type=jar");
        }

        Set<String> billed = new TreeSet<>();
        JsonNode bill = new ObjectMapper()
                .readTree(Path.of("target", "unpacked-cyclonedx.json").toFile());
        bill.path("components").forEach(component -> {
            String address = component.path("purl").asText();
            if (address.startsWith("pkg:maven/")) {
                billed.add(address);
            }
        });

        assertFalse(unpacked.isEmpty());
        assertEquals(unpacked, billed);
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }
}
