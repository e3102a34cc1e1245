package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test in which a token or a property's value came into the log. It is with every test: JUnit finds it by
 * {@code META-INF/services}, and Quarkus' handlers come and go beside it. The log of a program in a process of its own is
 * read when a class of integration tests has ended; {@link GatewayProcess} does so itself.
 */
public final class NoSecretsInTheLog
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final String WATCH = LogWatch.class.getName();
    private static final String LEAKS = WATCH + ".leaks";

    @Override
    public void beforeAll(ExtensionContext context) {
        listen();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        listen();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().isAnnotationPresent(QuarkusIntegrationTest.class)) {
            leaks().addAll(new ProgramLog(ProgramLog.WRITTEN).leaks(new LogWatch(UsedTokens.all(), leaks())));
        }
        check();
    }

    /** Fails if the log has held one since it was asked last. */
    public static void check() {
        List<String> found = new ArrayList<>();
        for (String leak = leaks().poll(); leak != null; leak = leaks().poll()) {
            found.add(leak);
        }
        if (!found.isEmpty()) {
            throw new AssertionError("A token or a property's value is in the log:\n" + String.join("\n", found));
        }
    }

    private static void listen() {
        Logger root = Logger.getLogger("");
        Handler watch = TestProcess.shared(WATCH, () -> new LogWatch(UsedTokens.all(), leaks()));
        if (!List.of(root.getHandlers()).contains(watch)) {
            root.addHandler(watch);
        }
    }

    private static Queue<String> leaks() {
        return TestProcess.shared(LEAKS, ConcurrentLinkedQueue::new);
    }
}
