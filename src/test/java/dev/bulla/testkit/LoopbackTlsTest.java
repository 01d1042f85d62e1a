package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The loopback registry over TLS: reached by who trusts its certificate and by nobody else. */
class LoopbackTlsTest {

    @Test
    void onlyAClientThatTrustsTheCertificateIsAnswered() throws Exception {
        TestCertificate certificate = TestCertificate.create();
        try (LoopbackRegistry registry = LoopbackRegistry.startWithTls(certificate.serverContext());
                HttpClient trusting = HttpClient.newBuilder()
                        .sslContext(trust(certificate.pem()))
                        .build();
                HttpClient plain = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(registry.base().resolve("/v2/")).build();

            assertThat(registry.base()).hasScheme("https");
            assertThat(trusting.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> plain.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static SSLContext trust(String pem) throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        roots.setCertificateEntry(
                "root", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
