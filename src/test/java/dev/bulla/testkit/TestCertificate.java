package dev.bulla.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for {@code 127.0.0.1} and {@code localhost} that no machine trusts by itself, made by the JDK's
 * {@code keytool}: for servers whose certificate authority a client must be told.
 */
public final class TestCertificate {

    private static final String SECRET = "changeit";
    private static final String ALIAS = "server";

    private final SSLContext server;
    private final Certificate certificate;

    private TestCertificate(SSLContext server, Certificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    /** Makes a certificate that is its own authority. */
    public static TestCertificate create() {
        try {
            Path folder = Files.createTempDirectory("certificate");
            Path file = folder.resolve("server.p12");
            try {
                generate(file);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    private static void generate(Path file) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String[] key = {keytool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1"};
        String[] subject = {"-dname", "CN=loopback", "-validity", "3650", "-ext", "bc=ca:true"};
        String[] names = {"-ext", "san=ip:127.0.0.1,dns:localhost"};
        String[] store = {"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", SECRET};
        Program.Outcome outcome = Program.of(joined(key, subject, names, store)).run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("keytool failed: " + outcome.out() + outcome.err());
        }
    }

    private static String[] joined(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }

    private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, SECRET.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, SECRET.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new TestCertificate(context, store.getCertificate(ALIAS));
    }

    /** For {@link LoopbackRegistry#startWithTls}. */
    public SSLContext serverContext() {
        return server;
    }

    /** The certificate, as a client's trusted roots are written. */
    public String pem() {
        try {
            Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
            String body = lines.encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
