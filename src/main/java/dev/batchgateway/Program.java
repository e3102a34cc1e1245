package dev.batchgateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The program: a gateway, or with {@code --health} as its only word a question to the one that runs beside it, which ends
 * with 0 or 1. So an image has its health check in the program itself, and needs neither a shell nor {@code curl}.
 */
@QuarkusMain
public final class Program {
    private static final String HEALTH = "--health";

    private Program() {}

    /**
     * Nothing of Quarkus is loaded for the question, so that it takes milliseconds, and can be asked by {@code java -cp}
     * with our own jar alone.
     */
    public static void main(String... words) {
        if (words.length == 1 && words[0].equals(HEALTH)) {
            System.exit(HealthQuestion.ofThisEnvironment().isAnsweredWell() ? 0 : 1);
        }
        Quarkus.run(words);
    }
}
