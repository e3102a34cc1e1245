package dev.batchgateway.tracing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is configured by OpenTelemetry's own names (OpenTelemetry, <i>Environment Variable Specification</i>), so that
 * what a platform sets for all its programs holds here, too. Names are written as properties: {@code otel.sdk.disabled}
 * is {@code OTEL_SDK_DISABLED}.
 *
 * @param endpoint where spans are sent
 * @param headers sent along; credentials of the collector's perhaps
 * @param authorities certificates (PEM) of those who say which collector is the right one; empty for those the JDK trusts
 * @param isCompressed whether spans are sent as gzip
 * @param timeout of a sending, from its beginning to the end of the collector's answer, or of its second one
 * @param sampler which traces are kept
 * @param resource what the spans say of this program
 * @param queue what bounds the spans that wait
 */
record OtelSettings(
        URI endpoint,
        Map<String, String> headers,
        String authorities,
        boolean isCompressed,
        Duration timeout,
        Sampling sampler,
        Map<String, String> resource,
        Queue queue) {
    private static final String BASE = "otel.exporter.otlp.";
    private static final String SERVICE = "hubspot-batch-gateway";
    private static final String PATH = "/v1/traces";
    private static final int MOST_PORT = 65_535;
    /** More than all authorities that anybody trusts. */
    private static final int MOST_PEM_BYTES = 1 << 20;

    private static final String SAMPLER = "otel.traces.sampler";
    private static final String SAMPLER_ARG = "otel.traces.sampler.arg";
    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
    /** By a name with an underscore, too, as Compose gives them: {@link URI#getHost} knows no such host. */
    private static final Pattern AUTHORITY = Pattern.compile("([\\w.~-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?");

    /**
     * Which traces are kept.
     *
     * @param isParents whether the caller's decision counts where it has made one
     * @param share of the other traces, from 0 to 1
     */
    record Sampling(boolean isParents, double share) {}

    /**
     * Spans that have ended and wait to be sent.
     *
     * @param most how many may wait; one more is dropped
     * @param mostAtOnce how many are sent at once
     * @param delay the pause between two sendings
     */
    record Queue(int most, int mostAtOnce, Duration delay) {}

    /**
     * What is configured; empty when spans are to be sent nowhere.
     *
     * @param given a property's value; empty when it is not set
     * @param version of this program
     * @throws IllegalArgumentException when a value cannot be used; the message does not show headers
     */
    static Optional<OtelSettings> read(Function<String, Optional<String>> given, String version) {
        Names names = new Names(given);
        String endpointKey = names.ofTraces("endpoint");
        Optional<String> endpoint = names.text(endpointKey);
        String exporter = names.text("otel.traces.exporter").orElse("otlp");
        if (endpoint.isEmpty()
                || names.text("otel.sdk.disabled").map(Boolean::parseBoolean).orElse(false)
                || exporter.equals("none")) {
            return Optional.empty();
        }
        refuseUnless(exporter.equals("otlp"), "otel.traces.exporter must be otlp or none, not " + exporter);
        String protocolKey = names.ofTraces("protocol");
        String protocol = names.text(protocolKey).orElse("http/protobuf");
        refuseUnless(
                protocol.equals("http/protobuf"),
                protocolKey + " must be http/protobuf (a collector's port is 4318 then), not " + protocol);
        for (String own : List.of("client.key", "client.certificate")) {
            String key = names.ofTraces(own);
            refuseUnless(
                    names.text(key).isEmpty(),
                    key + " is not supported: a collector is reached without a certificate of the gateway's own");
        }
        String compressionKey = names.ofTraces("compression");
        String compression = names.text(compressionKey).orElse("none");
        refuseUnless(
                compression.equals("gzip") || compression.equals("none"),
                compressionKey + " must be gzip or none, not " + compression);
        URI address = address(endpointKey, endpoint.get());
        return Optional.of(new OtelSettings(
                endpointKey.equals(BASE + "endpoint") ? ofTraces(address) : address,
                headers(names),
                "https".equals(address.getScheme()) ? authorities(names) : "",
                compression.equals("gzip"),
                Duration.ofMillis(names.number(names.ofTraces("timeout")).orElse(10_000)),
                sampling(names),
                resource(names, version),
                queue(names)));
    }

    private static Sampling sampling(Names names) {
        String name = names.text(SAMPLER).orElse("parentbased_always_on").toLowerCase(Locale.ROOT);
        boolean isParents = name.startsWith("parentbased_");
        double share =
                switch (isParents ? name.substring("parentbased_".length()) : name) {
                    case "always_on" -> 1;
                    case "always_off" -> 0;
                    case "traceidratio" -> share(names.text(SAMPLER_ARG).orElse("1"));
                    default ->
                        throw new IllegalArgumentException(SAMPLER + " must be always_on, always_off or"
                                + " traceidratio, with or without parentbased_ before it, not " + name);
                };
        return new Sampling(isParents, share);
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            refuseUnless(share >= 0 && share <= 1, SAMPLER_ARG + " must be from 0 to 1, not " + text);
            return share;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(SAMPLER_ARG + " must be a number from 0 to 1, not " + text, e);
        }
    }

    private static Map<String, String> resource(Names names, String version) {
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put("service.name", SERVICE);
        resource.put("service.version", version);
        String name = "otel.resource.attributes";
        resource.putAll(pairs(name, names.text(name).orElse("")));
        names.text("otel.service.name").ifPresent(service -> resource.put("service.name", service));
        return resource;
    }

    private static Queue queue(Names names) {
        int most = names.number("otel.bsp.max.queue.size").orElse(2_048);
        return new Queue(
                most,
                Math.min(most, names.number("otel.bsp.max.export.batch.size").orElse(512)),
                Duration.ofMillis(names.number("otel.bsp.schedule.delay").orElse(5_000)));
    }

    /** {@code a=1,b=%20}: values are percent-encoded (OpenTelemetry, <i>Specifying headers via environment variables</i>). */
    private static Map<String, String> pairs(String name, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isBlank()) {
                refuseUnless(equals > 0, name + " must be name=value, with commas between several");
                pairs.put(
                        pair.substring(0, equals).strip(),
                        decoded(name, pair.substring(equals + 1).strip()));
            }
        }
        return pairs;
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Refused below; what it says quotes the value.
        }
        throw new IllegalArgumentException(name + " has a value that is not percent-encoded rightly");
    }

    /** Checked here, because who is given a header that is none quotes it. */
    private static Map<String, String> headers(Names names) {
        String key = names.ofTraces("headers");
        Map<String, String> headers = pairs(key, names.text(key).orElse(""));
        headers.forEach((name, value) -> {
            refuseUnless(TOKEN.matcher(name).matches(), key + " has a name that no header can have");
            refuseUnless(
                    PRINTABLE.matcher(value).matches(),
                    key + " has a value that, decoded, has other characters than those of ASCII that can be printed");
        });
        return headers;
    }

    /** Read and looked through at the start: later there would be no one to tell. */
    private static String authorities(Names names) {
        String key = names.ofTraces("certificate");
        Optional<String> file = names.text(key);
        if (file.isEmpty()) {
            return "";
        }
        try (InputStream in = Files.newInputStream(Path.of(file.get()))) {
            byte[] pem = in.readNBytes(MOST_PEM_BYTES + 1);
            refuseUnless(pem.length <= MOST_PEM_BYTES, key + " is a file of more than " + MOST_PEM_BYTES + " bytes");
            String text = new String(pem, StandardCharsets.ISO_8859_1);
            refuseUnless(
                    text.contains("-----BEGIN CERTIFICATE-----")
                            && !CertificateFactory.getInstance("X.509")
                                    .generateCertificates(new ByteArrayInputStream(pem))
                                    .isEmpty(),
                    key + " must be a file of certificates in PEM");
            return text;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(key + " must be a file of certificates in PEM", e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(key + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URI address(String key, String text) {
        try {
            URI address = new URI(text);
            String authority = address.getRawAuthority();
            Matcher parts = AUTHORITY.matcher(authority == null ? "" : authority);
            if (parts.matches() && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                String port = parts.group("port");
                refuseUnless(
                        port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MOST_PORT),
                        key + " must have a port from 1 to " + MOST_PORT);
                return address;
            }
        } catch (URISyntaxException e) {
            // Refused below; the text may hold credentials, and is not shown.
        }
        throw new IllegalArgumentException(key + " must be http://host:port or https://host:port, without a user;"
                + " credentials go into otel.exporter.otlp.headers");
    }

    private static URI ofTraces(URI base) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + PATH);
    }

    private static void refuseUnless(boolean isAllowed, String sentence) {
        if (!isAllowed) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private record Names(Function<String, Optional<String>> given) {
        Optional<String> text(String name) {
            return given.apply(name).map(String::strip).filter(text -> !text.isEmpty());
        }

        /** The key that counts: the one of traces alone, if it is set, before the one for everything. */
        String ofTraces(String end) {
            String traces = BASE + "traces." + end;
            return text(traces).isPresent() ? traces : BASE + end;
        }

        Optional<Integer> number(String name) {
            return text(name).map(text -> {
                refuseUnless(
                        text.matches("[1-9]\\d{0,8}"),
                        name + " must be a whole number from 1 to 999999999, not " + text);
                return Integer.valueOf(text);
            });
        }
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "OtelSettings[" + endpoint.getRawAuthority() + ", " + sampler + "]";
    }
}
