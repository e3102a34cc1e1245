package dev.batchgateway;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.CertificateConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is listened on. Two servers of one program on one port are no error to Vert.x: they share it, and each connection
 * comes to either of them in turn.
 *
 * @param callers that callers are served on
 * @param management that health and metrics are on
 */
record Ports(List<Listener> callers, Listener management) {
    private static final String PLAIN = "quarkus.http.port";
    private static final String TLS = "quarkus.http.ssl-port";
    private static final String MANAGEMENT = "quarkus.management.port";

    /** How they relate, as the reference tells it. */
    static final String TOLD = "`" + PLAIN + "`, and where callers are served with TLS `" + TLS
            + "`, must be another than `" + MANAGEMENT + "`; 0, any free port, always is";

    /**
     * One server.
     *
     * @param key that says which port it has
     * @param port 0 for any that is free
     */
    record Listener(String key, String host, int port) {
        boolean isWhere(Listener other) {
            return port == other.port && port != 0 && isOnAnAddressOf(other);
        }

        private boolean isOnAnAddressOf(Listener other) {
            Set<InetAddress> mine = addresses();
            Set<InetAddress> theirs = other.addresses();
            return host.equalsIgnoreCase(other.host)
                    || Stream.concat(mine.stream(), theirs.stream()).anyMatch(InetAddress::isAnyLocalAddress)
                    || !Collections.disjoint(mine, theirs);
        }

        /** None of a name that nobody knows, on which no server comes up. */
        private Set<InetAddress> addresses() {
            try {
                return Set.copyOf(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                return Set.of();
            }
        }
    }

    /**
     * Those that are open.
     *
     * @param hasOwnCertificate whether the program's TLS configuration without a name has one
     */
    static Ports of(VertxHttpConfig http, ManagementConfig management, boolean hasOwnCertificate) {
        List<Listener> callers = new ArrayList<>();
        boolean isOnTheNetwork = http.hostEnabled() && management.hostEnabled();
        if (isOnTheNetwork && http.insecureRequests().orElse(InsecureRequests.ENABLED) != InsecureRequests.DISABLED) {
            callers.add(new Listener(PLAIN, http.host(), http.determinePort(LaunchMode.current())));
        }
        boolean hasTls = hasOwnCertificate
                || http.tlsConfigurationName().isPresent()
                || isSet(http.ssl().certificate());
        if (isOnTheNetwork && hasTls) {
            callers.add(new Listener(TLS, http.host(), http.determineSslPort(LaunchMode.current())));
        }
        return new Ports(
                callers, new Listener(MANAGEMENT, management.host(), management.determinePort(LaunchMode.current())));
    }

    private static boolean isSet(CertificateConfig certificate) {
        return certificate.files().isPresent()
                || certificate.keyStoreFile().isPresent()
                || certificate.credentialsProvider().isPresent();
    }

    /** A sentence for each of the callers' that is the management port, too. */
    List<String> faults() {
        return callers.stream()
                .filter(management::isWhere)
                .map(shared -> shared.key() + " and " + MANAGEMENT + " must be two ports, and both are " + shared.port()
                        + ": callers would come to health and metrics, and whoever asks for these to HubSpot")
                .toList();
    }
}
