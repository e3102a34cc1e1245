package dev.batchgateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Renders manifests with {@code kubectl kustomize}, which speaks to no cluster. */
final class Kustomize {
    /** The project, as a folder of its build's names it. */
    static final String HERE = "../..";

    private static final int PATIENCE_SECONDS = 60;

    private Kustomize() {}

    /** Whether there is a kubectl on the path. */
    static boolean isHere() {
        try {
            return run("kubectl", "version", "--client") != null;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The objects of {@code overlay} with {@code components}, as a deployer's own kustomization would have them. */
    static List<Yaml> render(Path overlay, List<Path> components) {
        StringBuilder text = new StringBuilder("resources:\n").append(entry(overlay));
        text.append(components.isEmpty() ? "" : "components:\n");
        components.forEach(component -> text.append(entry(component)));
        return render(text.toString());
    }

    /** The objects of a kustomization in whose text {@link #HERE} is this project. */
    static List<Yaml> render(String text) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kustomization-");
            Path file = Files.writeString(folder.resolve("kustomization.yaml"), text);
            try {
                return Yaml.documents(run("kubectl", "kustomize", folder.toString()));
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(Path target) {
        return "  - " + HERE + "/" + target + "\n";
    }

    private static String run(String... command) {
        try {
            Path errors = Files.createTempFile("kubectl-", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean hasEnded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String told = Files.readString(errors);
            Files.delete(errors);
            if (!hasEnded || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + told);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while kubectl ran", e);
        }
    }
}
