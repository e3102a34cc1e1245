package dev.batchgateway.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Versions stand in one place, the properties or a bill of materials that is imported; each dependency says why. */
class PomTest {
    private static final Path POM = Path.of("pom.xml");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{[a-z-]+\\.version}");
    /** The Java and Maven versions that may build it are bounds, not versions of what it is made of. */
    private static final Set<String> BOUNDS = Set.of("requireJavaVersion", "requireMavenVersion");

    @Test
    void everyVersionIsAProperty() throws Exception {
        List<String> elsewhere = new ArrayList<>();
        NodeList versions = pom().getElementsByTagName("version");
        for (int i = 0; i < versions.getLength(); i++) {
            Element version = (Element) versions.item(i);
            String of = version.getParentNode().getNodeName();
            boolean isOurs = of.equals("project");
            if (!isOurs
                    && !BOUNDS.contains(of)
                    && !PROPERTY.matcher(version.getTextContent()).matches()) {
                elsewhere.add(of + " " + version.getTextContent());
            }
        }

        assertEquals(List.of(), elsewhere);
        assertTrue(versions.getLength() > 10);
    }

    @Test
    void everyVersionIsUsedAndIsOneVersion() throws Exception {
        String text = Files.readString(POM);
        NodeList properties =
                ((Element) pom().getElementsByTagName("properties").item(0)).getElementsByTagName("*");
        for (int i = 0; i < properties.getLength(); i++) {
            Node property = properties.item(i);
            String value = property.getTextContent();
            if (property.getNodeName().endsWith(".version")) {
                assertTrue(text.contains("${" + property.getNodeName() + "}"), property.getNodeName());
                assertTrue(value.matches("\\d[A-Za-z0-9.-]*") && !value.endsWith("SNAPSHOT"), value);
            }
        }
    }

    @Test
    void everyDependencySaysWhyItIsThere() throws Exception {
        NodeList dependencies = pom().getElementsByTagName("dependency");
        assertTrue(dependencies.getLength() > 10);
        for (int i = 0; i < dependencies.getLength(); i++) {
            Node before = dependencies.item(i).getPreviousSibling();
            while (before.getNodeType() == Node.TEXT_NODE) {
                before = before.getPreviousSibling();
            }
            assertEquals(
                    Node.COMMENT_NODE,
                    before.getNodeType(),
                    dependencies.item(i).getTextContent());
        }
    }

    /** The rule itself leaves those of tests and what is provided out. */
    @Test
    void noScopeIsLeftOutWhereNoTwoVersionsMayBeAskedFor() throws Exception {
        Element rule =
                (Element) pom().getElementsByTagName("dependencyConvergence").item(0);
        NodeList leftOut = rule.getElementsByTagName("excludedScopes");

        assertEquals(1, leftOut.getLength());
        assertEquals("", leftOut.item(0).getTextContent().strip());
    }

    @Test
    void noRegistryIsNamed() throws Exception {
        for (String element : List.of("repositories", "pluginRepositories", "distributionManagement")) {
            assertEquals(0, pom().getElementsByTagName(element).getLength(), element);
        }
        assertFalse(Files.readString(POM).contains("systemPath"));
    }

    private static Element pom() throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(POM.toFile())
                .getDocumentElement();
    }
}
