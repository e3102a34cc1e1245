package dev.batchgateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the packages, and the habits that keep each of them easy to test. */
class ArchitectureTest {

    private static final String ROOT = "dev.batchgateway";

    /**
     * Every package there is, and whose names it may use. The root wires them all, so none looks back at it; none
     * uses {@code edge}, {@code hubspot}, {@code redis} or {@code simulator}, so each of these can be replaced; and
     * the simulator uses none of ours, for a mistake it shared with the gateway would pass every test.
     */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("access", Set.of()),
            Map.entry(
                    "edge",
                    Set.of(
                            "access",
                            "answer",
                            "batch",
                            "connection",
                            "dispatch",
                            "issuer",
                            "json",
                            "limit",
                            "resume",
                            "retry",
                            "room",
                            "spool",
                            "tracing")),
            Map.entry("issuer", Set.of("access")),
            Map.entry("resume", Set.of("answer", "batch", "dispatch")),
            Map.entry("about", Set.of()),
            Map.entry("answer", Set.of("batch", "dispatch", "json", "room", "spool")),
            Map.entry("hubspot", Set.of("batch", "dispatch", "json")),
            Map.entry("redis", Set.of("dispatch", "limit", "resume")),
            Map.entry("dispatch", Set.of("batch", "json", "limit", "match", "retry")),
            Map.entry(
                    "telemetry",
                    Set.of("access", "batch", "dispatch", "json", "limit", "resume", "retry", "room", "spool")),
            Map.entry("tracing", Set.of("batch", "dispatch", "retry")),
            Map.entry("match", Set.of("batch", "json")),
            Map.entry("retry", Set.of("batch", "json")),
            Map.entry("batch", Set.of("json")),
            Map.entry("limit", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("openapi", Set.of("connection")),
            Map.entry("connection", Set.of()),
            Map.entry("room", Set.of()),
            Map.entry("spool", Set.of()),
            Map.entry("simulator", Set.of()));

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @ParameterizedTest
    @MethodSource("arrows")
    void arrowsPointInward(String from, Set<String> to) {
        String[] allowed = trees(Stream.concat(Stream.of(from), to.stream()));

        check(noClasses()
                .that()
                .resideInAPackage(tree(from))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed)))));
    }

    static Stream<Arguments> arrows() {
        return ARROWS.entrySet().stream().map(arrow -> arguments(arrow.getKey(), arrow.getValue()));
    }

    @Test
    void everyPackageHasItsArrows() {
        check(classes()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .resideInAnyPackage(trees(ARROWS.keySet().stream())));
    }

    @Test
    void packagesFormNoCycles() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void theCoreIsPlainJava() {
        check(noClasses()
                .that()
                .resideInAnyPackage(trees(Stream.of("access", "batch", "limit", "match", "retry", "json", "room")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "com.fasterxml.jackson..", "io.vertx..", "io.smallrye.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        check(classes()
                .should(ArchCondition.from(describe(
                        "reside in a package whose package-info is annotated @NullMarked",
                        (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class)))));
    }

    @Test
    void dependenciesComeInThroughConstructors() {
        check(noFields().should().beAnnotatedWith("jakarta.inject.Inject"));
    }

    @Test
    void noStateIsGlobal() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)"));
    }

    private static String[] trees(Stream<String> names) {
        return names.map(ArchitectureTest::tree).toArray(String[]::new);
    }

    private static String tree(String name) {
        return ROOT + "." + name + "..";
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCTION);
    }
}
