package dev.batchgateway.hubspot;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are reached without a proxy: {@code NO_PROXY} as Go reads it (package {@code httpproxy}), and curl where it
 * takes more.
 *
 * <p>Entries are parted by commas or blanks. Each is a name, which stands for itself and for what ends in it after a
 * dot (a dot, or {@code *.}, before it is left out, as curl does); an address of IPv4 or IPv6, with or without brackets;
 * one of these with a port, {@code hubspot.internal:8443} or {@code [::1]:8443}; a range of addresses, {@code
 * 10.0.0.0/8}; or {@code *} for all. What is none of these excepts nothing. An address is compared with an address that
 * is written in HubSpot's URL: no name is looked up for it.
 */
final class NoProxy {
    private static final int HTTPS = 443;
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    /** A host, in brackets or without a colon, and a port. */
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:]*):(\\d{1,5})");

    private static final Pattern RANGE = Pattern.compile("([^/]+)/(\\d{1,3})");

    private NoProxy() {}

    /** Whether {@code list} says that {@code target}, an address of HTTPS, is reached without. */
    static boolean excepts(String list, URI target) {
        String host = withoutLastDot(target.getHost().toLowerCase(Locale.ROOT));
        int port = target.getPort() < 0 ? HTTPS : target.getPort();
        InetAddress address = address(host);
        return SEPARATOR
                .splitAsStream(list.toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.equals("*") || isOf(entry, host, port, address));
    }

    private static boolean isOf(String entry, String host, int port, @Nullable InetAddress address) {
        Matcher range = RANGE.matcher(entry);
        if (range.matches()) {
            InetAddress network = address(range.group(1));
            return network != null && address != null && isIn(network, Integer.parseInt(range.group(2)), address);
        }
        Matcher withPort = WITH_PORT.matcher(entry);
        if (!withPort.matches()) {
            return isHost(entry, host, address);
        }
        return Integer.parseInt(withPort.group(2)) == port && isHost(withPort.group(1), host, address);
    }

    private static boolean isHost(String entry, String host, @Nullable InetAddress address) {
        InetAddress same = address(entry);
        if (same != null || address != null) {
            return same != null && same.equals(address);
        }
        String name = withoutLastDot(entry.replaceFirst("^\\*?\\.", ""));
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean isIn(InetAddress network, int bits, InetAddress address) {
        byte[] one = network.getAddress();
        byte[] other = address.getAddress();
        if (one.length != other.length || bits > Byte.SIZE * one.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int differs = one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE];
            if (((differs >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The address that {@code text} is, with or without brackets; null for a name. */
    private static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            // IPv4 within IPv6 (::ffff:10.0.0.1) becomes IPv4.
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
