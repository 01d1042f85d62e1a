package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS that believes certification authorities from a PEM file. */
public final class TlsRoots {
    private TlsRoots() {}

    /**
     * Sockets that believe the certificates in {@code pem} and, when {@code system} is set, those of the Java
     * installation.
     *
     * @throws UsageException when {@code pem} holds no certificate
     */
    public static SSLSocketFactory sockets(Bytes pem, boolean system) {
        try {
            KeyStore roots = emptyStore();
            int count = 0;
            for (Certificate certificate : certificates(pem)) {
                roots.setCertificateEntry("given-" + count++, certificate);
            }
            if (count == 0) {
                throw new UsageException("the CA file holds no certificate");
            }
            if (system) {
                addSystemRoots(roots);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(roots), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new UsageException("the CA file cannot be used: " + e.getMessage());
        }
    }

    private static Collection<? extends Certificate> certificates(Bytes pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificates(pem.newInputStream());
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void addSystemRoots(KeyStore roots) throws GeneralSecurityException {
        int count = 0;
        for (TrustManager manager : trustManagers(null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate certificate : x509.getAcceptedIssuers()) {
                    roots.setCertificateEntry("system-" + count++, certificate);
                }
            }
        }
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }
}
