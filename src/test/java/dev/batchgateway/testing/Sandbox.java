package dev.batchgateway.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs with other files around them, by Bubblewrap, which needs no root and no container engine. */
public final class Sandbox {
    private static final int PATIENCE_SECONDS = 20;

    private Sandbox() {}

    /** Whether there is a Bubblewrap, and it may make sandboxes. */
    public static boolean isHere() {
        return succeeds(alone(List.of("--dev-bind", "/", "/"), List.of("true")));
    }

    /** Whether {@link #as another user} may make them, too, and look into these folders. Only root becomes another one. */
    public static boolean isHereFor(String user, List<Path> folders) {
        List<String> looking = new ArrayList<>(
                List.of("sh", "-c", "for folder; do test -r \"$folder\" && test -x \"$folder\" || exit 1; done", "sh"));
        folders.forEach(folder -> looking.add(folder.toString()));
        return succeeds(as(user, alone(List.of("--dev-bind", "/", "/"), looking)));
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while Bubblewrap was tried", e);
        }
    }

    /**
     * {@code command} by somebody else, a user and a group ({@code 1001:1001}) that need not have names: a sandbox of root's
     * own gives any user root's rights to root's files.
     */
    public static List<String> as(String user, List<String> command) {
        String[] ids = user.split(":", 2);
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid", ids[0], "--regid", ids[1], "--clear-groups"));
        all.addAll(command);
        return all;
    }

    /** {@code command} among this machine's files, of which {@code options} may change some. */
    public static List<String> sameRoot(List<String> options, List<String> command) {
        // Its other namespaces stay this machine's: JDK 17 fails to read a control group that it is not at the root of.
        List<String> all = new ArrayList<>(List.of("bwrap", "--die-with-parent", "--dev-bind", "/", "/"));
        all.addAll(options);
        all.addAll(command);
        return all;
    }

    /** {@code command} in a sandbox that has nothing but what {@code options} put there, and this machine's network. */
    public static List<String> of(List<String> options, List<String> command) {
        List<String> withNetwork = new ArrayList<>(List.of("--share-net"));
        withNetwork.addAll(options);
        return alone(withNetwork, command);
    }

    /** The same with a network that has nobody else on it. */
    public static List<String> alone(List<String> options, List<String> command) {
        List<String> all = new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent"));
        all.addAll(options);
        all.addAll(command);
        return all;
    }
}
