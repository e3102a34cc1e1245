package dev.batchgateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds what is wrong with a configuration before the first caller does: a sentence for each fault. */
final class ConfigCheck {
    private static final String OURS = "GATEWAY_";
    /** What is read as an underscore: a variable counts in capitals or not, and with its key's own dots and hyphens. */
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9]");

    /**
     * What Kubernetes tells every pod of a Service named {@code gateway} or {@code gateway-…} (Kubernetes, <i>Service</i>,
     * environment variables). None of our keys looks so.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "GATEWAY_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    /** One more of those, if it is an address: a mere number is somebody's wish for a port. */
    private static final Pattern SERVICE_PORT = Pattern.compile("GATEWAY_(.*_)?PORT");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    /** A list may be given element by element, {@code gateway.callers.keys[0]}. */
    private static final Pattern ELEMENT = Pattern.compile("GATEWAY_CALLERS_KEYS_\\d+_");

    private ConfigCheck() {}

    /**
     * Why the gateway must not start.
     *
     * @param given a key's value as it was written
     * @param heap the most there can be of it, in bytes
     * @param variables environment variables with their values, ours or not
     * @param patience how long Quarkus waits for answers under way when the gateway is told to end
     * @param ports what the gateway is to listen on
     */
    static List<String> faults(
            GatewayConfig config,
            UnaryOperator<String> given,
            long heap,
            Map<String, String> variables,
            Duration patience,
            Ports ports) {
        List<String> faults = new ArrayList<>();
        Set<String> ours = new HashSet<>();
        for (ConfigKey key : ConfigKeys.of(config)) {
            ours.add(key.variable());
            if (!key.isAllowed()) {
                faults.add(key.fault(given.apply(key.name())));
            }
        }
        for (ConfigRelation relation : ConfigRelation.of(config, heap)) {
            if (!relation.holds()) {
                faults.add(relation.fault(given));
            }
        }
        HeapShare share = HeapShare.of(config, heap);
        if (share.isTooMuch()) {
            faults.add(share.fault(given));
        }
        if (config.dispatch().attemptTimeout().compareTo(patience) >= 0) {
            faults.add("quarkus.shutdown.timeout must be longer than gateway.dispatch.attempt-timeout, which is "
                    + given.apply("gateway.dispatch.attempt-timeout") + ", not "
                    + given.apply("quarkus.shutdown.timeout")
                    + ": when the gateway is told to end, answers under way would be cut");
        }
        faults.addAll(ports.faults());
        new TreeMap<>(variables).forEach((name, value) -> {
            String read = NO_LETTER.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
            if (read.startsWith(OURS)
                    && !ours.contains(read)
                    && !isServiceLink(read, value)
                    && !ELEMENT.matcher(read).matches()) {
                faults.add("The environment variable " + name + " is no key of the gateway (docs/configuration.md has"
                        + " them all) and would change nothing: mend its name, or take it away");
            }
        });
        return faults;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (SERVICE_PORT.matcher(name).matches()
                        && SERVICE_ADDRESS.matcher(value).matches());
    }

    /** What is allowed, and hardly meant: a sentence for each. */
    static List<String> doubts(GatewayConfig config, UnaryOperator<String> given, long heap) {
        List<String> doubts = new ArrayList<>();
        if (config.edge().stall().compareTo(config.dispatch().attemptTimeout()) <= 0) {
            doubts.add("gateway.edge.stall should be longer than gateway.dispatch.attempt-timeout, which is "
                    + given.apply("gateway.dispatch.attempt-timeout") + ", not " + given.apply("gateway.edge.stall")
                    + ": a stream may end while its calls are under way");
        }
        HeapShare share = HeapShare.of(config, heap);
        if (share.isMuch()) {
            doubts.add(share.doubt(given));
        }
        return doubts;
    }
}
