package dev.batchgateway.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private certificate authority, and servers with certificates of it, made by the JDK's keytool. */
public final class Authority {
    /** Of every file. */
    public static final String PASSWORD = "authority-s3cret";

    private static final String ALIAS = "server";
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;

    private Authority(Path folder) {
        this.folder = folder;
        keytool(
                "ca.p12",
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=A private authority",
                "-ext",
                "bc:c");
        keytool(
                "ca.p12",
                "-exportcert",
                "-alias",
                "ca",
                "-rfc",
                "-file",
                certificate().toString());
    }

    /** A new one, whose files are in {@code folder}. */
    public static Authority in(Path folder) {
        return new Authority(folder);
    }

    /** Its own certificate, as PEM. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** Sockets of a server that is known by {@code host} today. */
    ServerSocketFactory server(String host) {
        return server(host, "-validity", "30");
    }

    /** A file (PKCS 12) with the key of somebody who is known by {@code host} today, and its certificate. */
    public Path store(String host) {
        return store(host, "-validity", "30");
    }

    /**
     * The same as the files of a Secret of type {@code kubernetes.io/tls}, in the folder {@code secret}: {@code tls.key} (PKCS
     * 8) and {@code tls.crt}, the certificate first, then that of the authority.
     */
    Path secret(String host, Path secret) throws GeneralSecurityException, IOException {
        KeyStore store = loaded(store(host));
        StringBuilder certificates = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain(ALIAS)) {
            certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(secret.resolve("tls.crt"), certificates);
        Files.writeString(
                secret.resolve("tls.key"),
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        return secret;
    }

    /** Textual encoding, RFC 7468. */
    private static String pem(String label, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** A client that trusts this authority, and has nothing to show. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        return client(new KeyManager[0]);
    }

    /** A client that trusts this authority, and shows the certificate in {@code store}. */
    SSLContext client(Path store) throws GeneralSecurityException, IOException {
        return client(managers(store));
    }

    private SSLContext client(KeyManager... shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(certificate())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, trust.getTrustManagers(), null);
        return context;
    }

    /** Sockets of a server whose certificate ended five days ago. */
    ServerSocketFactory expiredServer(String host) {
        return server(host, "-startdate", "-10d", "-validity", "5");
    }

    private ServerSocketFactory server(String host, String... validity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers(store(host, validity)), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path store(String host, String... validity) {
        try {
            String store = Files.createTempFile(folder, "server-", "").getFileName() + ".p12";
            String request = folder.resolve(store + ".csr").toString();
            String signed = folder.resolve(store + ".pem").toString();
            keytool(store, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=" + host);
            keytool(store, "-certreq", "-alias", ALIAS, "-file", request);
            List<String> sign = new ArrayList<>(List.of(
                    "-gencert",
                    "-alias",
                    "ca",
                    "-rfc",
                    "-ext",
                    "san=dns:" + host,
                    "-infile",
                    request,
                    "-outfile",
                    signed));
            sign.addAll(List.of(validity));
            keytool("ca.p12", sign.toArray(String[]::new));
            keytool(
                    store,
                    "-importcert",
                    "-alias",
                    "ca",
                    "-noprompt",
                    "-file",
                    certificate().toString());
            keytool(store, "-importcert", "-alias", ALIAS, "-file", signed);
            return folder.resolve(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyManager[] managers(Path store) throws GeneralSecurityException, IOException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(loaded(store), PASSWORD.toCharArray());
        return managers.getKeyManagers();
    }

    private static KeyStore loaded(Path store) throws GeneralSecurityException, IOException {
        try (InputStream file = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD.toCharArray());
            return keys;
        }
    }

    private void keytool(String store, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", folder.resolve(store).toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + told);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while keytool ran", e);
        }
    }
}
