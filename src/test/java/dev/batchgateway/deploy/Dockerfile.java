package dev.batchgateway.deploy;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The instructions of a Dockerfile, in order. */
record Dockerfile(List<Instruction> instructions) {
    private static final Path FOLDER = Path.of("src", "main", "docker");

    /**
     * One instruction.
     *
     * @param name in upper case
     * @param text what follows the name, its lines joined
     */
    record Instruction(String name, String text) {
        /** Whether its words are a JSON list, so that no shell is needed to run them. */
        boolean isList() {
            return text.startsWith("[");
        }

        /** The words: of a list its elements, otherwise what blanks part. */
        List<String> words() {
            return isList()
                    ? new JsonArray(text).stream().map(String.class::cast).toList()
                    : List.of(text.split("\\s+"));
        }
    }

    /** That of {@code Dockerfile.}{@code ending}. */
    static Dockerfile read(String ending) {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (String line : lines(FOLDER.resolve("Dockerfile." + ending))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            joined.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                String[] parts = joined.toString().strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].replaceAll("\\s+", " ")));
                joined.setLength(0);
            }
        }
        return new Dockerfile(instructions);
    }

    /** The endings of all of them. */
    static List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("Dockerfile."))
                    .map(name -> name.substring("Dockerfile.".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Those of that name. */
    List<Instruction> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }

    /** The variables of all stages; later ones hold. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (Instruction variables : all("ENV")) {
            for (String variable : variables.words()) {
                String[] parts = variable.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        return environment;
    }

    /** The last of that name, which is the one that holds. */
    Instruction last(String name) {
        List<Instruction> found = all(name);
        if (found.isEmpty()) {
            throw new AssertionError("There is no " + name);
        }
        return found.get(found.size() - 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
