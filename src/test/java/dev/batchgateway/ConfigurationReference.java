package dev.batchgateway;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.batchgateway.edge.CallerCertificates;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code docs/configuration.md} of what the code says: names, defaults and meanings of {@link GatewayConfig}, units
 * and bounds of {@link ConfigKeys}, relations of {@link ConfigRelation}. {@link ConfigurationReferenceTest} writes it.
 */
final class ConfigurationReference {
    private static final Path SOURCE = Path.of("src/main/java/dev/batchgateway/GatewayConfig.java");

    private static final String HEAD = """
            # Configuration

            <!-- Made of GatewayConfig and ConfigKeys; a test fails when it is not theirs. To write it:
                 ./mvnw test -Dtest=ConfigurationReferenceTest -Dconfiguration.reference=write -->

            Each key can be set by a system property of its name (`-Dgateway.edge.idle=10s`, before `-jar`), by its environment
            variable, or in a file `config/application.properties` where the program is started; the first of these counts.

            - **Times** are written `500ms`, `10s`, `2m`, `1h` or `1d`; **bytes** `4096`, `64K`, `8M` or `1G`, in steps of
              1,024.
            - **The gateway does not start** with a value that is not allowed, with two that do not go together, or with a
              name that is no key: it says in a sentence which, and what is allowed (behind `Caused by:`, `IllegalArgumentException:` or a code that begins
              with `SRCFG`; of a time, a number or a size that cannot be read at all only the key and the value). Variables that Kubernetes sets for a Service named `gateway` (`GATEWAY_SERVICE_HOST`,
              `GATEWAY_PORT_8080_TCP` and the like) are let pass.
            - **Secrets** (`gateway.hubspot.access-token`, a proxy's password) appear in no log and no sentence.
            - Keys of Quarkus that matter here are in the README and in operations.md; `quarkus.http.port` (`8080`) and
              `quarkus.management.port` (`9000`) are the two addresses.

            What two keys must be to each other, and some to the heap (operations.md, *Sizing*, says how large that is):

            """;
    private static final String CALLERS = """

            What the keys must be to each other that say who may call:

            """;
    /** Of {@link CallerCertificates}. */
    static final String CERTIFICATES =
            "- `%s` needs `%s`, a certificate and a trust store in that, and `%s` to be `%s`\n"
                    .formatted(
                            CallerCertificates.KEY,
                            CallerCertificates.TLS,
                            CallerCertificates.PLAIN,
                            CallerCertificates.NOT_PLAIN);

    private final Map<String, String> comments;

    private ConfigurationReference(Map<String, String> comments) {
        this.comments = comments;
    }

    /** The whole file. */
    static String text() throws IOException {
        return new ConfigurationReference(comments()).written();
    }

    private String written() {
        StringBuilder text = new StringBuilder(HEAD);
        for (ConfigRelation relation : ConfigRelation.of(Configured.defaults(), Long.MAX_VALUE)) {
            String other =
                    relation.other().equals(ConfigRelation.HEAP) ? relation.other() : "`" + relation.other() + "`";
            text.append("- `%s` %s %s%n".formatted(relation.key(), relation.than(), other));
        }
        text.append("- ").append(HeapShare.TOLD).append('\n');
        text.append("- ").append(Ports.TOLD).append('\n');
        text.append("- `quarkus.shutdown.timeout` (`120s`) must be longer than `gateway.dispatch.attempt-timeout`\n");
        text.append(
                        "- `gateway.edge.stall` should be longer than `gateway.dispatch.attempt-timeout`; otherwise the log")
                .append(" says so\n");
        text.append(CALLERS);
        CallersRelation.all()
                .forEach(relation -> text.append("- ").append(relation.told()).append('\n'));
        text.append(CERTIFICATES);
        String section = "";
        for (ConfigKey key : Configured.listed()) {
            Configured.Key method = method(key.name());
            if (!section.equals(method.section().getName())) {
                section = method.section().getName();
                text.append("\n## `gateway.").append(section).append("`\n\n");
                text.append(comment("GatewayConfig." + section));
                text.append("\n\n| key, variable | default | unit | allowed | meaning |\n|---|---|---|---|---|\n");
            }
            text.append(row(key, method));
        }
        return text.toString();
    }

    private String row(ConfigKey key, Configured.Key method) {
        WithDefault byDefault = method.method().getAnnotation(WithDefault.class);
        String meaning = comment(method.method().getDeclaringClass().getSimpleName() + "."
                + method.method().getName());
        return "| `%s`<br>`%s` | %s | %s | %s | %s |%n"
                .formatted(
                        key.name(),
                        key.variable(),
                        byDefault == null ? "not set" : "`" + byDefault.value() + "`",
                        key.most().isEmpty() ? "–" : key.unit(),
                        key.most().isEmpty() ? key.unit() : "`" + key.least() + "` to `" + key.most() + "`",
                        meaning.replace("|", "\\|"));
    }

    private static Configured.Key method(String name) {
        return Configured.keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String comment(String of) {
        String comment = comments.get(of);
        if (comment == null) {
            throw new IllegalStateException(of + " has no comment");
        }
        return comment;
    }

    /** The comments of the configuration's methods, by their interface's and their own name. */
    private static Map<String, String> comments() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(SOURCE));
            DocTrees docs = DocTrees.instance(task);
            Map<String, String> comments = new HashMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Comments(docs, comments).scan(unit, null);
            }
            return comments;
        }
    }

    /** Walks through the source; is told nothing, and tells nothing. */
    private static final class Comments extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees docs;
        private final Map<String, String> found;
        private final List<String> inside = new ArrayList<>();

        Comments(DocTrees docs, Map<String, String> found) {
            this.docs = docs;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            inside.add(tree.getSimpleName().toString());
            super.visitClass(tree, null);
            inside.remove(inside.size() - 1);
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment != null) {
                found.put(inside.get(inside.size() - 1) + "." + tree.getName(), plain(comment));
            }
            return super.visitMethod(tree, null);
        }

        private static String plain(String comment) {
            String line = String.join(
                    " ",
                    Stream.of(comment.split("\\s+", -1))
                            .filter(word -> !word.isEmpty())
                            .toList());
            return line.replaceAll("\\{@code ([^}]*)}", "`$1`").replace("<p>", "");
        }
    }
}
